package io.hypnos.api;

import io.hypnos.api.security.CallerResolver;
import io.hypnos.api.security.KeyInterceptor;
import io.hypnos.api.web.ErrorRenderer;
import io.hypnos.api.web.FailureResolver;
import io.hypnos.api.web.FailureResponder;
import io.hypnos.api.web.FrontFilter;
import io.hypnos.api.web.Json;
import io.hypnos.api.web.JsonBodyResolver;
import io.hypnos.api.web.JsonItemsResolver;
import io.hypnos.api.web.MemoryBudget;
import io.hypnos.api.web.PageQueryResolver;
import io.hypnos.api.web.QueryCheck;
import io.hypnos.api.web.QueryFieldsResolver;
import io.hypnos.api.web.RateWindow;
import io.hypnos.api.web.RawBodyResolver;
import io.hypnos.api.web.RawJsonResolver;
import io.hypnos.api.web.RouteFigures;
import io.hypnos.api.web.UploadResolver;
import io.hypnos.engine.Engine;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.PlanLimits;
import io.hypnos.settings.ApiSettings;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.LimitSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** What stands before the routes. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {
  private static final Duration UPLOAD_PATIENCE = Duration.ofSeconds(10);
  private static final Duration BODY_PATIENCE = Duration.ofSeconds(2);

  @Bean
  JsonMapper jsonMapper() {
    return Json.mapper();
  }

  @Bean
  FailureResponder failureResponder(List<ErrorRenderer> renderers, JsonMapper json) {
    return new FailureResponder(renderers, json);
  }

  @Bean
  FilterRegistrationBean<FrontFilter> frontFilter(
      FailureResponder responder, HypnosSettings settings, Clock clock) {
    FilterRegistrationBean<FrontFilter> registration =
        new FilterRegistrationBean<>(
            new FrontFilter(responder, untouchedWindow(settings.limits(), clock)));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  /** What a caller sees of the rate limit before it is known who calls. */
  static Supplier<RateWindow> untouchedWindow(LimitSettings limits, Clock clock) {
    Plan plan = Plan.valueOf(limits.defaultPlan().toUpperCase(Locale.ROOT));
    long limit = PlanLimits.of(limits.enabled() ? plan : Plan.UNLIMITED, limits).perMinute();
    return () ->
        new RateWindow(
            limit,
            limit,
            clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
  }

  @Bean
  RouteFigures routeFigures() {
    return new RouteFigures();
  }

  @Bean
  MemoryBudget uploadBudget() {
    return new MemoryBudget("uploads", Runtime.getRuntime().maxMemory() / 4, UPLOAD_PATIENCE);
  }

  @Bean
  MemoryBudget bodyBudget(HypnosSettings settings) {
    ApiSettings limits = settings.api();
    long bytes = Math.max(limits.maxBodies().bytes(), limits.maxBody().bytes() + 1024);
    return new MemoryBudget("large request bodies", bytes, BODY_PATIENCE);
  }

  /** Apart, so that a large batch takes no room from others; there is always room for one. */
  @Bean
  MemoryBudget batchBudget(HypnosSettings settings) {
    return new MemoryBudget(
        "large batches", settings.mnemoverse().maxBatchBody().bytes() + 1024, BODY_PATIENCE);
  }

  @Bean
  WebMvcConfigurer routing(
      Engine engine,
      JsonMapper json,
      FailureResponder responder,
      RouteFigures figures,
      HypnosSettings settings,
      @Qualifier("uploadBudget") MemoryBudget uploads,
      @Qualifier("bodyBudget") MemoryBudget bodies,
      @Qualifier("batchBudget") MemoryBudget batches) {
    ApiSettings limits = settings.api();
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(figures);
        registry.addInterceptor(uploads);
        registry.addInterceptor(bodies);
        registry.addInterceptor(batches);
        registry.addInterceptor(new KeyInterceptor(engine.authenticator(), engine.limiter()));
        registry.addInterceptor(new QueryCheck());
      }

      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerResolver());
        resolvers.add(
            new JsonBodyResolver(
                json, limits.maxBody(), bodies, settings.mnemoverse().maxBatchBody(), batches));
        resolvers.add(new JsonItemsResolver(json, limits.maxBody(), bodies));
        resolvers.add(new RawJsonResolver(limits.maxBody(), bodies));
        resolvers.add(new PageQueryResolver());
        resolvers.add(new QueryFieldsResolver());
        resolvers.add(new UploadResolver(limits, uploads));
        resolvers.add(new RawBodyResolver(settings.mail().maxSize(), uploads));
      }

      @Override
      public void configureHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.add(new FailureResolver(responder));
      }

      @Override
      public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        // Clients send all kinds of Accept headers and read JSON.
        negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
      }
    };
  }
}
