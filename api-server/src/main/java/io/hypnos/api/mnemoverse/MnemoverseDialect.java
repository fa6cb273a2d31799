package io.hypnos.api.mnemoverse;

import io.hypnos.api.web.ErrorRenderer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The routes and the voice of this dialect. */
@Configuration(proxyBeanMethods = false)
@Import({MemoryRoutes.class, HealthRoutes.class})
public class MnemoverseDialect {

  @Bean
  ErrorRenderer mnemoverseErrors() {
    return new MnemoverseErrors();
  }
}
