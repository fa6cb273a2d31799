package io.hypnos.api.memorose;

import io.hypnos.api.web.ErrorRenderer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The routes and the voice of this dialect. */
@Configuration(proxyBeanMethods = false)
public class MemoroseDialect {

  @Bean
  ErrorRenderer memoroseErrors() {
    return new MemoroseErrors();
  }
}
