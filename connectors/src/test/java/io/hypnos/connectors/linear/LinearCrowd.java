package io.hypnos.connectors.linear;

import io.hypnos.connectors.kit.Crowd;
import io.hypnos.connectors.kit.HttpCrowd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** A workspace of many issues with a comment each. */
public final class LinearCrowd {
  private LinearCrowd() {}

  /** Issues a minute apart, the newest an hour old. */
  public static Crowd of(int records) {
    FakeLinear linear = new FakeLinear();
    Instant newest =
        Clock.systemUTC().instant().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofHours(1));
    for (int i = 0; i < records; i++) {
      Instant at = newest.minus(Duration.ofMinutes(records - 1L - i));
      String id = "id-%06d".formatted(i);
      linear.create(id, "ENG-" + i, "Issue " + i, at);
      linear.change(id, at, "description", Crowd.words(i));
      linear.comment(id, "ann", "Seen it too.", at);
    }
    return new HttpCrowd(linear.server, Map.of(), Map.of("token", FakeLinear.KEY));
  }
}
