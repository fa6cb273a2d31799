package io.hypnos.engine.resilience;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another try: somewhere between nothing and a ceiling that doubles with
 * every failure ("full jitter"), so that callers who failed together do not come back together.
 *
 * @param first the ceiling after the first failure
 * @param longest the ceiling never grows beyond
 */
public record Backoff(Duration first, Duration longest) {
  public Backoff {
    if (first.isNegative() || first.isZero()) {
      throw new IllegalArgumentException("first must be positive");
    }
    if (longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("longest must not be shorter than first");
    }
  }

  /**
   * The longest wait after so many failures.
   *
   * @param failures how often it has failed, at least 1
   */
  public Duration ceiling(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("failures must be at least 1");
    }
    Duration ceiling = first;
    for (int i = 1; i < failures && ceiling.compareTo(longest) < 0; i++) {
      ceiling = ceiling.multipliedBy(2);
    }
    return ceiling.compareTo(longest) < 0 ? ceiling : longest;
  }

  public Duration pause(int failures, RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(ceiling(failures).toNanos() + 1));
  }

  /**
   * Like {@link #pause(int, RandomGenerator)}, but never shorter than what the other side asked
   * for. The jitter comes on top, since everybody else was asked the same.
   */
  public Duration pause(int failures, Optional<Duration> retryAfter, RandomGenerator random) {
    Duration jitter = pause(failures, random);
    return retryAfter.filter(asked -> !asked.isNegative()).map(jitter::plus).orElse(jitter);
  }
}
