package io.hypnos.connectors.call;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long one run waits in all, and how long between tries. */
public final class Patience {
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(60);

  private final Clock clock;
  private final Sleeper sleeper;
  private final RandomGenerator random;
  private final Duration budget;
  private Duration waited = Duration.ZERO;

  public Patience(Clock clock, Sleeper sleeper, RandomGenerator random, Duration budget) {
    this.clock = clock;
    this.sleeper = sleeper;
    this.random = random;
    this.budget = budget;
  }

  /**
   * Waits before another try, as long as the provider says, else longer each time with full jitter.
   *
   * @param tries tries so far, from 1
   * @throws ProviderFailure when the run may not wait that long
   */
  public void rest(Optional<Duration> told, int tries) {
    Duration wait = told.orElseGet(() -> backoff(tries));
    if (waited.plus(wait).compareTo(budget) > 0) {
      throw ProviderFailure.resumeAt(clock.instant().plus(wait));
    }
    waited = waited.plus(wait);
    sleep(wait);
  }

  private Duration backoff(int tries) {
    long most = Math.min(LONGEST_BACKOFF.toMillis(), 1_000L << Math.min(tries - 1, 16));
    return Duration.ofMillis(random.nextLong(most) + 1);
  }

  /** Keeps a pace; that is no waiting for a provider in trouble. */
  void sleep(Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      return;
    }
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProviderFailure.of(ProviderFailure.Kind.UNAVAILABLE, "the run was interrupted", e);
    }
  }
}
