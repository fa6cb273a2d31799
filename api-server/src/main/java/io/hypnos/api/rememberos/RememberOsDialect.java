package io.hypnos.api.rememberos;

import io.hypnos.api.web.ErrorRenderer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The routes and the voice of this dialect. */
@Configuration(proxyBeanMethods = false)
@Import({
  DropRoutes.class,
  BatchRoutes.class,
  HealthRoutes.class,
  IngestRoutes.class,
  UploadRoutes.class,
  HistoryRoutes.class
})
public class RememberOsDialect {

  @Bean
  ErrorRenderer rememberosErrors() {
    return new RememberOsErrors();
  }
}
