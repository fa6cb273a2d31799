package io.hypnos.engine.memory;

import java.util.Map;
import java.util.Optional;

/**
 * How a write treats what is known already.
 *
 * @param gated whether a memory that adds nothing to its space is refused
 * @param alike how similar a memory of the space has to be at least for that
 */
public record WritePolicy(Repeats repeats, boolean gated, double alike) {
  private static final double PRACTICALLY_THE_SAME = 0.995;

  /**
   * Refuses what adds nothing: the same words again, or what a memory of the space says already.
   */
  public static final WritePolicy GATED = new WritePolicy(Repeats.REFUSE_LIKE, true, 0);

  /** Lets a restatement pass: where many talk, each may say it again in their words. */
  public static final WritePolicy LENIENT =
      new WritePolicy(Repeats.REFUSE_LIKE, true, PRACTICALLY_THE_SAME);

  /** Refuses the same words again, and compares no further. */
  public static final WritePolicy DISTINCT = new WritePolicy(Repeats.REFUSE_LIKE, false, 0);

  /** Stores whatever comes. */
  public static final WritePolicy KEEP_ALL = new WritePolicy(Repeats.KEEP, false, 0);

  /** Refuses the very same text of the same owner as a conflict. */
  public static final WritePolicy UNIQUE = new WritePolicy(Repeats.CONFLICT_ON_SAME, false, 0);

  /** Answers with the memory that has the very same text. */
  public static final WritePolicy MERGE = new WritePolicy(Repeats.RETURN_SAME, false, 0);

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
