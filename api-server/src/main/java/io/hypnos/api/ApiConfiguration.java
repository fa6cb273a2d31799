package io.hypnos.api;

import io.hypnos.api.docs.DocsRoutes;
import io.hypnos.api.mail.MailConfiguration;
import io.hypnos.api.memorose.MemoroseDialect;
import io.hypnos.api.mnemos.MnemosDialect;
import io.hypnos.api.mnemoverse.MnemoverseDialect;
import io.hypnos.api.operator.OperatorDialect;
import io.hypnos.api.rememberos.RememberOsDialect;
import io.hypnos.api.rememberos.connect.ConnectConfiguration;
import io.hypnos.api.schedule.ScheduleConfiguration;
import io.hypnos.api.security.QueryQuota;
import io.hypnos.api.web.ProductVersion;
import io.hypnos.api.web.RepeatedRequests;
import io.hypnos.engine.Engine;
import io.hypnos.settings.HypnosSettings;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The beans of the server. Nothing is scanned for: what is there is named here. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
    exclude = {ErrorMvcAutoConfiguration.class, MultipartAutoConfiguration.class})
@Import({
  WebConfiguration.class,
  ContainerConfiguration.class,
  MnemoverseDialect.class,
  RememberOsDialect.class,
  MemoroseDialect.class,
  MnemosDialect.class,
  OperatorDialect.class,
  ScheduleConfiguration.class,
  MailConfiguration.class,
  ConnectConfiguration.class,
  DocsRoutes.class
})
class ApiConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  ProductVersion productVersion() {
    return ProductVersion.ofBuild();
  }

  @Bean(destroyMethod = "close")
  Engine engine(HypnosSettings settings, Clock clock) {
    return new EngineStart(settings, clock).open();
  }

  @Bean
  QueryQuota queryQuota(Engine engine) {
    return new QueryQuota(engine.limiter());
  }

  @Bean
  RepeatedRequests repeatedRequests(Engine engine, JsonMapper json) {
    return new RepeatedRequests(engine.outbound().idempotency(), json);
  }

  @Bean
  MeterBinder backlog(Engine engine) {
    return engine.outbound().backlog();
  }

  @Bean
  MeterBinder intakeBacklog(Engine engine) {
    return engine.inbound().backlog();
  }

  @Bean
  MeterBinder tenantLag(Engine engine) {
    return engine.inbound().tenantLag();
  }

  /** Background work begins once requests are answered. */
  @Bean
  ApplicationRunner upkeep(Engine engine) {
    return arguments -> engine.startUpkeep();
  }
}
