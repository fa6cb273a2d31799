package io.hypnos.engine.resilience;

import java.time.Instant;

/** The turn counts openings and probes: an outcome that belongs to an earlier turn is late. */
sealed interface BreakerState {
  long turn();

  record Closed(long turn, int failures) implements BreakerState {}

  record Open(long turn, Instant since) implements BreakerState {}

  record Probing(long turn, Instant since) implements BreakerState {}
}
