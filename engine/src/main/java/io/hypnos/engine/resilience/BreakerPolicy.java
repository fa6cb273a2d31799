package io.hypnos.engine.resilience;

import java.time.Duration;

/**
 * When a circuit breaker opens and for how long.
 *
 * @param failures failures in a row that open it
 * @param pause how long it then refuses calls; also how long a probe may stay without an answer
 */
public record BreakerPolicy(int failures, Duration pause) {
  public BreakerPolicy {
    if (failures < 1) {
      throw new IllegalArgumentException("failures must be at least 1");
    }
    if (pause.isNegative() || pause.isZero()) {
      throw new IllegalArgumentException("pause must be positive");
    }
  }
}
