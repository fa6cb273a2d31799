package io.hypnos.engine.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  @Test
  void theCeilingDoublesUpToTheLongest() {
    assertThat(backoff.ceiling(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(backoff.ceiling(2)).isEqualTo(Duration.ofMillis(200));
    assertThat(backoff.ceiling(6)).isEqualTo(Duration.ofMillis(3200));
    assertThat(backoff.ceiling(7)).isEqualTo(Duration.ofSeconds(5));
    assertThat(backoff.ceiling(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void pausesSpreadOverTheWholeRangeBelowTheCeiling() {
    long seed = 7;
    Random random = new Random(seed);
    Duration shortest = Duration.ofDays(1);
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 1000; i++) {
      Duration pause = backoff.pause(3, random);
      shortest = pause.compareTo(shortest) < 0 ? pause : shortest;
      longest = pause.compareTo(longest) > 0 ? pause : longest;
    }

    assertThat(shortest).as("seed %d", seed).isBetween(Duration.ZERO, Duration.ofMillis(20));
    assertThat(longest)
        .as("seed %d", seed)
        .isBetween(Duration.ofMillis(380), Duration.ofMillis(400));
  }

  @Test
  void theSameRandomGivesTheSamePauses() {
    assertThat(backoff.pause(4, new Random(3))).isEqualTo(backoff.pause(4, new Random(3)));
  }

  @Test
  void aPauseIsNeverShorterThanWhatTheOtherSideAskedFor() {
    Random random = new Random(11);
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.pause(1, Optional.of(Duration.ofSeconds(20)), random))
          .isBetween(Duration.ofSeconds(20), Duration.ofMillis(20_100));
    }
    assertThat(backoff.pause(1, Optional.of(Duration.ofSeconds(-3)), random))
        .isBetween(Duration.ZERO, Duration.ofMillis(100));
  }

  @Test
  void senselessLimitsAreRefused() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> backoff.ceiling(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
