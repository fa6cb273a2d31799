package io.hypnos.api.rememberos.connect;

import io.hypnos.connectors.call.Sleeper;
import io.hypnos.connectors.connection.Connections;
import io.hypnos.connectors.connection.Providers;
import io.hypnos.connectors.connection.TokenRenewal;
import io.hypnos.engine.Engine;
import io.hypnos.settings.HypnosSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Connections; the schedule syncs them. */
@Configuration(proxyBeanMethods = false)
@Import({ConnectionRoutes.class, OAuthConfiguration.class, OAuthRoutes.class})
public class ConnectConfiguration {

  @Bean
  Connections connections(
      Engine engine, HypnosSettings settings, TokenRenewal tokens, Clock clock) {
    return new Connections(
        engine,
        Providers.all(),
        settings.connectors(),
        tokens,
        Sleeper.THREAD,
        new SecureRandom(),
        UUID::randomUUID,
        clock);
  }
}
