package io.hypnos.engine.database;

import io.hypnos.engine.resilience.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a database is left alone after a failure. One that comes back and fails again would hold
 * up the upkeep of everybody for as long as a failing call takes, again and again; so it is left
 * alone twice as long each time, until it has been good for a while.
 */
final class Relapses {
  private static final Backoff REST = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5));
  private static final Duration STEADY = Duration.ofMinutes(10);

  private final Clock clock;
  private int failures;
  private Instant last = Instant.MIN;

  Relapses(Clock clock) {
    this.clock = clock;
  }

  /** It has failed just now. */
  synchronized Duration next() {
    Instant now = clock.instant();
    failures = last.isBefore(now.minus(STEADY)) ? 1 : failures + 1;
    last = now;
    return REST.ceiling(failures);
  }
}
