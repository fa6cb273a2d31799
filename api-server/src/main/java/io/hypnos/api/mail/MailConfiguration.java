package io.hypnos.api.mail;

import io.hypnos.engine.Engine;
import io.hypnos.engine.job.Upkeep;
import io.hypnos.settings.HypnosSettings;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The ways by which mail comes in and goes out. */
@Configuration(proxyBeanMethods = false)
@Import(MailRoutes.class)
public class MailConfiguration {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @Bean
  MailGate mailGate(Engine engine, HypnosSettings settings) {
    return new MailGate(engine, settings.mail().domain());
  }

  @Bean
  SmtpListener smtpListener(MailGate gate, HypnosSettings settings) {
    return new SmtpListener(gate, settings.mail());
  }

  /** Sends what is in the outbox, where a relay is set. */
  @Bean(destroyMethod = "close")
  Upkeep mailUpkeep(Engine engine, HypnosSettings settings) {
    Upkeep upkeep = new Upkeep();
    settings
        .mail()
        .relayHost()
        .map(host -> new MailRelay(engine.mailOutbox(), settings.mail(), host))
        .ifPresent(relay -> upkeep.start("mail-relay", PAUSE, relay::runOnce));
    return upkeep;
  }
}
