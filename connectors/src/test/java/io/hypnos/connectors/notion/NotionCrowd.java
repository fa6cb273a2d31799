package io.hypnos.connectors.notion;

import io.hypnos.connectors.kit.Crowd;
import io.hypnos.connectors.kit.HttpCrowd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** A workspace of many pages with one paragraph each. */
public final class NotionCrowd {
  private NotionCrowd() {}

  /** Pages a minute apart, the newest an hour old. */
  public static Crowd of(int records) {
    FakeNotion notion = new FakeNotion();
    Instant newest = Clock.systemUTC().instant().minus(Duration.ofHours(1));
    for (int i = 0; i < records; i++) {
      Instant at = newest.minus(Duration.ofMinutes(records - 1L - i));
      notion.clock = Clock.fixed(at, ZoneOffset.UTC);
      String id = "page-%06d".formatted(i);
      notion.page(id, "Page " + i);
      notion.edit(id, Crowd.words(i));
    }
    notion.clock = Clock.systemUTC();
    return new HttpCrowd(notion.server, Map.of(), Map.of("token", "secret-token"));
  }
}
