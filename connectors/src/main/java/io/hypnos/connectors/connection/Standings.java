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
  private static final Duration LONGEST_BACKOFF = Duration.ofHours(6);

  private Standings() {}

  static Standing after(
      Connection before,
      SyncResult result,
      boolean manual,
      Duration interval,
      Instant now,
      RandomGenerator random) {
    if (result.status() != Status.ERROR) {
      boolean stays = before.status().equals("paused") && !manual;
      Instant next = result.resumeAt().orElseGet(() -> now.plus(jittered(interval, random)));
      Optional<String> note = result.status() == Status.PARTIAL ? result.error() : Optional.empty();
      return new Standing(stays ? "paused" : "active", note, 0, next);
    }
    int failures = before.failures() + 1;
    boolean paused = before.status().equals("paused") || failures >= FAILURES_TO_PAUSE;
    Duration wait = interval.multipliedBy(1L << Math.min(failures - 1, 20));
    Duration bounded = wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
    Duration atLeast = bounded.compareTo(interval) < 0 ? interval : bounded;
    return new Standing(
        paused ? "paused" : "error", result.error(), failures, now.plus(jittered(atLeast, random)));
  }

  private static Duration jittered(Duration interval, RandomGenerator random) {
    return interval.plusMillis(random.nextLong(Math.max(1, interval.toMillis() / 10)));
  }
}
