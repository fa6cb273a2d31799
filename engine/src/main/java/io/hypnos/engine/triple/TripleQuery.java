package io.hypnos.engine.triple;

import java.time.Instant;
import java.util.Optional;

/**
 * Which facts; everything that is given must be equal.
 *
 * @param at only those that hold at this moment
 */
public record TripleQuery(
    Optional<String> space,
    Optional<String> subject,
    Optional<String> predicate,
    Optional<String> object,
    Optional<String> subjectType,
    Optional<String> objectType,
    Optional<Instant> at) {
  public static final TripleQuery ALL =
      new TripleQuery(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public TripleQuery withSubject(String other) {
    return new TripleQuery(
        space, Optional.of(other), predicate, object, subjectType, objectType, at);
  }
}
