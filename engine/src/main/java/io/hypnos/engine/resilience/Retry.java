package io.hypnos.engine.resilience;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Repeats a call that failed, for calls that may be made twice without harm. It ends after so many
 * tries, or earlier when the next wait would end after the time that the whole may take.
 */
public final class Retry {
  private final int tries;
  private final Duration patience;
  private final Backoff backoff;
  private final Clock clock;
  private final RandomGenerator random;
  private final Sleeper sleeper;

  /**
   * @param tries how often the call is made at most
   * @param patience no try begins later than this after the first
   */
  public Retry(
      int tries,
      Duration patience,
      Backoff backoff,
      Clock clock,
      RandomGenerator random,
      Sleeper sleeper) {
    if (tries < 1) {
      throw new IllegalArgumentException("tries must be at least 1");
    }
    this.tries = tries;
    this.patience = patience;
    this.backoff = backoff;
    this.clock = clock;
    this.random = random;
    this.sleeper = sleeper;
  }

  /** Runs the call; the last failure is the one that the caller sees. */
  public <T> T call(Supplier<T> work, Function<RuntimeException, RetryAdvice> advice) {
    Instant end = clock.instant().plus(patience);
    for (int failures = 1; ; failures++) {
      try {
        return work.get();
      } catch (RuntimeException e) {
        RetryAdvice next = advice.apply(e);
        if (!next.again() || failures == tries) {
          throw e;
        }
        Duration pause = backoff.pause(failures, next.notBefore(), random);
        if (clock.instant().plus(pause).isAfter(end)) {
          throw e;
        }
        sleep(pause, e);
      }
    }
  }

  private void sleep(Duration pause, RuntimeException failure) {
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      HypnosException interrupted =
          new HypnosException(
              ErrorCode.UNAVAILABLE, "interrupted while waiting for another try", failure);
      interrupted.addSuppressed(e);
      throw interrupted;
    }
  }
}
