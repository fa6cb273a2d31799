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

  public Worth withImportance(double other) {
    return new Worth(other, valence, outcomeCount, accessCount, lastAccessedAt);
  }

  /** After an outcome that made the memory worth so much. */
  public Worth rated(double otherValence) {
    return new Worth(importance, otherValence, outcomeCount + 1, accessCount, lastAccessedAt);
  }
}
