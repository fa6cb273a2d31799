package io.hypnos.connectors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.connectors.call.Pace;
import io.hypnos.connectors.hubspot.HubSpot;
import io.hypnos.connectors.slack.Slack;
import io.hypnos.connectors.sync.Provider;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which connections share a pace. */
final class PacesTest {
  private static final UUID TENANT = new UUID(0, 1);

  private final Paces paces = new Paces(Clock.systemUTC());

  private Pace pace(
      Provider provider, long id, Map<String, Object> config, Map<String, String> credentials) {
    return paces.of(
        provider,
        TENANT,
        Optional.of(new UUID(0, id)),
        new NewConnection(provider.name(), "name", "space", Optional.empty(), config, credentials));
  }

  private Pace slack(long id, Map<String, String> credentials) {
    return pace(new Slack(), id, Map.of(), credentials);
  }

  @Test
  void aTokenIsAnAccountOfOneProvider() {
    Pace pace = slack(1, Map.of("token", "a"));

    assertThat(slack(2, Map.of("token", "a"))).isSameAs(pace);
    assertThat(slack(1, Map.of("token", "b"))).isNotSameAs(pace);
    assertThat(pace(new HubSpot(), 1, Map.of(), Map.of("token", "a"))).isNotSameAs(pace);
  }

  @Test
  void anAccountThatTheProviderNamedStaysTheSameWhateverItsTokens() {
    Pace pace = slack(1, Map.of("token", "a", "refresh_token", "b", "account", "T1"));

    assertThat(slack(2, Map.of("token", "c", "refresh_token", "d", "account", "T1")))
        .isSameAs(pace);
    assertThat(slack(2, Map.of("token", "a", "refresh_token", "b", "account", "T2")))
        .isNotSameAs(pace);
  }

  @Test
  void renewedTokensKeepThePaceOfTheirConnection() {
    Pace pace = slack(1, Map.of("token", "a", "refresh_token", "b"));

    assertThat(slack(1, Map.of("token", "c", "refresh_token", "d"))).isSameAs(pace);
    assertThat(slack(2, Map.of("token", "a", "refresh_token", "b"))).isNotSameAs(pace);
  }

  @Test
  void aPersonAtASiteIsAnAccount() {
    Map<String, String> one = Map.of("email", "jo@example.com", "api_token", "a");
    Map<String, String> other = Map.of("email", "jo@example.com", "api_token", "b");
    Provider provider = new HubSpot();
    Pace pace = pace(provider, 1, Map.of("base_url", "https://x.example"), one);

    assertThat(pace(provider, 2, Map.of("base_url", "https://x.example"), other)).isSameAs(pace);
    assertThat(pace(provider, 1, Map.of("base_url", "https://y.example"), one)).isNotSameAs(pace);
  }
}
