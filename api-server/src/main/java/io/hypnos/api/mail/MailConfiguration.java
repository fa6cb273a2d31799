package io.hypnos.api.mail;

import io.hypnos.engine.Engine;
import io.hypnos.settings.HypnosSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The ways by which mail comes in. */
@Configuration(proxyBeanMethods = false)
@Import(MailRoutes.class)
public class MailConfiguration {

  @Bean
  MailGate mailGate(Engine engine, HypnosSettings settings) {
    return new MailGate(engine, settings.mail().domain());
  }

  @Bean
  SmtpListener smtpListener(MailGate gate, HypnosSettings settings) {
    return new SmtpListener(gate, settings.mail());
  }
}
