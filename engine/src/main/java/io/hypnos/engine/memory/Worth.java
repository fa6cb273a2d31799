package io.hypnos.engine.memory;

import java.time.Instant;
import java.util.Optional;

/** What a memory is worth, and what use has shown of it. */
public record Worth(
    double importance,
    double valence,
    int outcomeCount,
    int accessCount,
    Optional<Instant> lastAccessedAt) {

  public static Worth of(double importance) {
    return new Worth(importance, 0, 0, 0, Optional.empty());
  }
}
