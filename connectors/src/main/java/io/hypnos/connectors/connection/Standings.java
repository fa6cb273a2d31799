package io.hypnos.connectors.connection;

import io.hypnos.connectors.connection.ConnectionStore.Standing;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How a connection stands after a run, and when the next one is. */
final class Standings {
  static final int FAILURES_TO_PAUSE = 5;
  private static final String PAUSED = "paused";
  private static final int JITTER = 10;
  private static final Duration LONGEST_BACKOFF = Duration.ofHours(6);

  private Standings() {}

  /**
   * @param before as it was when the run began
   * @param now as it is: somebody may have paused it, or let it go on, meanwhile
   */
  static Standing after(
      Connection before,
      Connection now,
      SyncResult result,
      boolean manual,
      Duration interval,
      Instant time,
      RandomGenerator random) {
    boolean isPaused = now.status().equals(PAUSED);
    if (result.status() != Status.ERROR) {
      // Who was told to come later before anything was read has not shown that it works.
      boolean nothingSeen =
          result.status() == Status.PARTIAL && result.error().isPresent() && result.synced() == 0;
      boolean revived = manual && before.status().equals(PAUSED) && !nothingSeen;
      Instant next = result.resumeAt().orElseGet(() -> time.plus(jittered(interval, random)));
      return new Standing(
          isPaused && !revived ? PAUSED : "active",
          result.status() == Status.PARTIAL ? result.error() : Optional.empty(),
          0,
          next);
    }
    int failures = now.failures() + 1;
    Duration wait = interval.multipliedBy(1L << Math.min(failures - 1, 20));
    Duration bounded = wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
    return new Standing(
        isPaused || failures >= FAILURES_TO_PAUSE ? PAUSED : "error",
        result.error(),
        failures,
        time.plus(jittered(bounded, random)));
  }

  private static Duration jittered(Duration interval, RandomGenerator random) {
    return interval.plusMillis(random.nextLong(Math.max(1, interval.toMillis() / JITTER)));
  }
}
