package io.hypnos.engine.triple;

import java.time.Instant;
import java.util.Optional;

/**
 * What to change of a fact; what is absent stays.
 *
 * @param subjectType present and empty inside: takes the type away; likewise objectType and validTo
 */
public record TriplePatch(
    Optional<String> subject,
    Optional<String> predicate,
    Optional<String> object,
    Optional<Optional<String>> subjectType,
    Optional<Optional<String>> objectType,
    Optional<Optional<Instant>> validTo,
    Optional<Double> confidence) {
  public static final TriplePatch NOTHING =
      new TriplePatch(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public boolean isEmpty() {
    return equals(NOTHING);
  }

  Triple appliedTo(Triple triple) {
    return new Triple(
        triple.id(),
        triple.space(),
        triple.owner(),
        subject.orElse(triple.subject()),
        predicate.orElse(triple.predicate()),
        object.orElse(triple.object()),
        subjectType.orElse(triple.subjectType()),
        objectType.orElse(triple.objectType()),
        triple.validFrom(),
        validTo.orElse(triple.validTo()),
        triple.memory(),
        confidence.orElse(triple.confidence()),
        triple.createdAt());
  }
}
