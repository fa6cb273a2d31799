package io.hypnos.engine.extraction;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Triples of facts that were understood and hold. What is denied, past or planned gives none: a
 * triple has no place for "not".
 */
public final class TripleExtractor {
  private static final Map<String, String> PREDICATES =
      Map.ofEntries(
          Map.entry("residence", "lives_in"),
          Map.entry("employer", "works_at"),
          Map.entry("role", "works_as"),
          Map.entry("field", "works_in"),
          Map.entry("like", "likes"),
          Map.entry("prefer", "prefers"),
          Map.entry("interest", "interested_in"),
          Map.entry("spouse", "married_to"),
          Map.entry("language", "speaks"),
          Map.entry("knowledge", "knows"),
          Map.entry("ability", "can"),
          Map.entry("habit", "does"),
          Map.entry("owns", "owns"),
          Map.entry("tool", "uses"),
          Map.entry("allergy", "allergic_to"),
          Map.entry("origin", "comes_from"),
          Map.entry("name", "named"),
          Map.entry("age", "has_age"),
          Map.entry("diet", "follows_diet"),
          Map.entry("marital status", "has_marital_status"));

  private TripleExtractor() {}

  /** The triples of facts that were said at a time. */
  public static List<Triple> of(List<Fact> facts, Instant saidAt) {
    return facts.stream().map(fact -> of(fact, saidAt)).flatMap(Optional::stream).toList();
  }

  private static Optional<Triple> of(Fact fact, Instant saidAt) {
    boolean holds =
        fact.temporal() == TemporalStatus.CURRENT && fact.type() != FactType.INSTRUCTION;
    boolean disliked = fact.polarity() == Polarity.NEGATIVE;
    return fact.claim()
        .filter(claim -> holds && (!disliked || claim.slot().equals("like")))
        .map(
            claim ->
                new Triple(
                    subject(fact.subject()),
                    disliked ? "dislikes" : predicate(claim),
                    claim.value(),
                    subjectType(fact.subject()),
                    objectType(claim),
                    saidAt,
                    fact.expiresAt(),
                    fact.confidence()));
  }

  private static String subject(Subject subject) {
    return switch (subject.kind()) {
      case SELF -> "user";
      case AGENT -> "agent";
      case ORGANIZATION -> subject.name().orElse("organization");
      case EXTERNAL -> subject.name().orElse("unknown");
    };
  }

  private static String subjectType(Subject subject) {
    return switch (subject.kind()) {
      case SELF -> "person";
      case AGENT -> "agent";
      case ORGANIZATION -> "organization";
      case EXTERNAL -> "entity";
    };
  }

  private static String predicate(Claim claim) {
    String known = PREDICATES.get(claim.slot());
    if (known != null) {
      return known;
    } else if (claim.slot().startsWith("tool for ")) {
      return "uses_for_" + snake(claim.slot().substring("tool for ".length()));
    } else if (claim.attribute() == Attribute.SCHEDULE) {
      return "has_" + snake(claim.slot());
    } else if (claim.slot().startsWith("is ")) {
      return "is";
    }
    return "has_" + snake(claim.slot());
  }

  private static String snake(String slot) {
    StringBuilder snake = new StringBuilder();
    for (Word word : Words.of(slot)) {
      boolean said = word.kind() != Word.Kind.MARK;
      snake.append(said && snake.length() > 0 ? "_" : "").append(said ? word.key() : "");
    }
    return snake.toString();
  }

  private static String objectType(Claim claim) {
    return switch (claim.attribute()) {
      case RESIDENCE -> "place";
      case RELATIONSHIP -> "person";
      case SCHEDULE -> "time";
      case EMPLOYMENT -> claim.slot().equals("employer") ? "organization" : "value";
      default -> "value";
    };
  }
}
