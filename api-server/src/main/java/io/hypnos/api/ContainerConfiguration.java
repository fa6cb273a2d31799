package io.hypnos.api;

import io.hypnos.api.web.ContainerErrorValve;
import io.hypnos.api.web.FailureResponder;
import io.hypnos.api.web.RateWindow;
import io.hypnos.api.web.UploadResolver;
import io.hypnos.settings.HypnosSettings;
import jakarta.servlet.MultipartConfigElement;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How Tomcat is set up beyond its properties. */
@Configuration(proxyBeanMethods = false)
class ContainerConfiguration {
  private static final int SPOOL_FROM = 256 * 1024;
  private static final String ODD_LETTERS = "\"<>[\\]^`{|}";

  @Bean
  MultipartConfigElement multipart() {
    return new MultipartConfigElement("", -1, UploadResolver.LARGEST_UPLOAD, SPOOL_FROM);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> paths() {
    return factory ->
        factory.addConnectorCustomizers(
            connector -> {
              // A slash inside a name arrives escaped and is decoded once, by the route.
              connector.setEncodedSolidusHandling("passthrough");
              connector.setProperty("encodedReverseSolidusHandling", "passthrough");
              connector.setProperty("relaxedPathChars", ODD_LETTERS);
              connector.setProperty("relaxedQueryChars", ODD_LETTERS);
            });
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> errors(
      FailureResponder responder, HypnosSettings settings, Clock clock) {
    Supplier<RateWindow> untouched = WebConfiguration.untouchedWindow(settings.limits(), clock);
    return factory ->
        factory.addContextCustomizers(
            context -> {
              StandardHost host = (StandardHost) context.getParent();
              host.setErrorReportValveClass(null);
              host.getPipeline().addValve(new ContainerErrorValve(responder, untouched));
            });
  }
}
