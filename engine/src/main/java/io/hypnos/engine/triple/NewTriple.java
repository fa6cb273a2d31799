package io.hypnos.engine.triple;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A fact to keep.
 *
 * @param validFrom absent: now
 */
public record NewTriple(
    String space,
    Optional<String> owner,
    String subject,
    String predicate,
    String object,
    Optional<String> subjectType,
    Optional<String> objectType,
    Optional<Instant> validFrom,
    Optional<Instant> validTo,
    Optional<UUID> memory,
    double confidence) {

  public static NewTriple of(String space, String subject, String predicate, String object) {
    return new NewTriple(
        space,
        Optional.empty(),
        subject,
        predicate,
        object,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1);
  }
}
