package io.hypnos.api.operator;

import io.hypnos.api.web.ErrorRenderer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The routes and the voice of this dialect. */
@Configuration(proxyBeanMethods = false)
@Import({
  TenantRoutes.class,
  KeyRoutes.class,
  AuditRoutes.class,
  RebuildRoutes.class,
  QuarantineRoutes.class,
  IntakeRoutes.class,
  RunRoutes.class,
  ScheduleRoutes.class,
  OutgoingMailRoutes.class
})
public class OperatorDialect {

  @Bean
  ErrorRenderer operatorErrors() {
    return new OperatorErrors();
  }
}
