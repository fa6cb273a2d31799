package io.hypnos.connectors.confluence;

import io.hypnos.connectors.kit.Crowd;
import io.hypnos.connectors.kit.HttpCrowd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A site of many pages in one space. */
public final class ConfluenceCrowd {
  private ConfluenceCrowd() {}

  /** Pages a minute apart, the newest an hour old. */
  public static Crowd of(int records) {
    FakeConfluence wiki = new FakeConfluence();
    Instant newest = Clock.systemUTC().instant().minus(Duration.ofHours(1));
    for (int i = 0; i < records; i++) {
      Instant at = newest.minus(Duration.ofMinutes(records - 1L - i));
      wiki.write(i + 1L, "ENG", "Page " + i, "<p>" + Crowd.words(i) + "</p>", at);
    }
    return new HttpCrowd(
        wiki.server,
        Map.of(),
        Map.of("email", FakeConfluence.EMAIL, "api_token", FakeConfluence.TOKEN));
  }
}
