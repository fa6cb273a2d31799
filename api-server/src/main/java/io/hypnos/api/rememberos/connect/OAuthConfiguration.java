package io.hypnos.api.rememberos.connect;

import io.hypnos.connectors.call.Patience;
import io.hypnos.connectors.call.Sleeper;
import io.hypnos.connectors.connection.Connections;
import io.hypnos.connectors.connection.TokenRenewal;
import io.hypnos.connectors.oauth.Consents;
import io.hypnos.connectors.oauth.OAuthApps;
import io.hypnos.connectors.oauth.StoredTokens;
import io.hypnos.connectors.oauth.TokenEndpoint;
import io.hypnos.engine.Engine;
import io.hypnos.engine.job.Upkeep;
import io.hypnos.settings.HypnosSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connections by consent, and their tokens. */
@Configuration(proxyBeanMethods = false)
class OAuthConfiguration {
  private static final Duration PAUSE = Duration.ofMinutes(10);

  @Bean
  OAuthApps oauthApps(HypnosSettings settings) {
    return new OAuthApps(settings.connectors().oauth());
  }

  @Bean
  TokenEndpoint tokenEndpoint(Engine engine, Clock clock) {
    return new TokenEndpoint(engine.outbound().http()::send, clock);
  }

  @Bean
  TokenRenewal tokenRenewal(
      Engine engine, OAuthApps apps, TokenEndpoint endpoint, HypnosSettings settings, Clock clock) {
    SecureRandom random = new SecureRandom();
    return new StoredTokens(
        engine.database(),
        engine.secrets(),
        apps,
        endpoint,
        () -> new Patience(clock, Sleeper.THREAD, random, settings.connectors().patience()),
        UUID::randomUUID,
        clock);
  }

  @Bean
  OAuthPlaces oauthPlaces(HypnosSettings settings) {
    return new OAuthPlaces(settings.api().publicUrl(), settings.connectors().oauth().dashboard());
  }

  @Bean
  Consents consents(
      Engine engine,
      Connections connections,
      OAuthApps apps,
      TokenEndpoint endpoint,
      OAuthPlaces places,
      Clock clock) {
    return new Consents(
        engine, connections, apps, endpoint, places::callback, new SecureRandom(), clock);
  }

  @Bean(destroyMethod = "close")
  Upkeep oauthUpkeep() {
    return new Upkeep();
  }

  @Bean
  ApplicationRunner startOfOAuthUpkeep(Upkeep oauthUpkeep, Consents consents) {
    return arguments -> oauthUpkeep.start("old-consents", PAUSE, consents::forgetExpired);
  }
}
