package io.hypnos.engine.memory;

import java.util.Map;
import java.util.Optional;

/**
 * How a write treats what is known already.
 *
 * @param gated whether a memory that adds nothing to its space is refused
 */
public record WritePolicy(Repeats repeats, boolean gated) {
  /**
   * Refuses what adds nothing: the same words again, or what a memory of the space says already.
   */
  public static final WritePolicy GATED = new WritePolicy(Repeats.REFUSE_LIKE, true);

  /** Refuses the same words again, and compares no further. */
  public static final WritePolicy DISTINCT = new WritePolicy(Repeats.REFUSE_LIKE, false);

  /** Stores whatever comes. */
  public static final WritePolicy KEEP_ALL = new WritePolicy(Repeats.KEEP, false);

  /** Refuses the very same text of the same owner as a conflict. */
  public static final WritePolicy UNIQUE = new WritePolicy(Repeats.CONFLICT_ON_SAME, false);

  /** Answers with the memory that has the very same text. */
  public static final WritePolicy MERGE = new WritePolicy(Repeats.RETURN_SAME, false);

  private static final Map<String, WritePolicy> BY_NAME =
      Map.of(
          "keep_all", KEEP_ALL,
          "distinct", DISTINCT,
          "gated", GATED,
          "unique", UNIQUE,
          "merge", MERGE);

  /** The policy of that name, if there is one. */
  public static Optional<WritePolicy> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** What happens to a text that its space holds already. */
  public enum Repeats {
    KEEP,
    /** Same words regardless of case and spacing: refused, which is an answer and no error. */
    REFUSE_LIKE,
    /** Same text to the letter, same owner: a conflict that names the memory. */
    CONFLICT_ON_SAME,
    /** Same text to the letter, same owner: the memory that is there is the answer. */
    RETURN_SAME
  }
}
