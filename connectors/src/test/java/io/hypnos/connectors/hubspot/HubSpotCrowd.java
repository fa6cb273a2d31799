package io.hypnos.connectors.hubspot;

import io.hypnos.connectors.kit.Crowd;
import io.hypnos.connectors.kit.HttpCrowd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** An account with many contacts. */
public final class HubSpotCrowd {
  private HubSpotCrowd() {}

  /** Contacts that changed a minute apart, the newest an hour ago. */
  public static Crowd of(int records) {
    FakeHubSpot hubSpot = new FakeHubSpot(Clock.systemUTC());
    Instant newest = Clock.systemUTC().instant().minus(Duration.ofHours(1));
    for (int i = 0; i < records; i++) {
      Instant at = newest.minus(Duration.ofMinutes(records - 1L - i));
      Map<String, String> properties =
          Map.of(
              "firstname", "Ann",
              "lastname", "Number " + i,
              "email", "ann" + i + "@example.org",
              "jobtitle", "Buyer",
              "company", "Example Ltd");
      hubSpot.put(i + 1L, properties, at);
    }
    return new HttpCrowd(hubSpot.server, Map.of(), Map.of("token", "secret-token"));
  }
}
