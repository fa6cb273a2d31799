package io.hypnos.api.mnemos;

import io.hypnos.api.web.ErrorRenderer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The routes and the voice of this dialect. */
@Configuration(proxyBeanMethods = false)
@Import({HealthRoutes.class})
public class MnemosDialect {

  @Bean
  ErrorRenderer mnemosErrors() {
    return new MnemosErrors();
  }
}
