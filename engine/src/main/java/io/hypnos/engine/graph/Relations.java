package io.hypnos.engine.graph;

/**
 * The relations that the engine itself draws and follows. Others are free text of up to {@value
 * #LONGEST} characters. An edge runs from the newer or derived memory to the older one or to its
 * source.
 */
public final class Relations {
  /** Takes the place of the other: what was true changed. */
  public static final String UPDATES = "updates";

  /** Adds to the other, which stays true. */
  public static final String EXTENDS = "extends";

  /** Both cannot be true; neither has won yet. */
  public static final String CONTRADICTS = "contradicts";

  /** Was made from the other: a chunk, a fact, a summary. */
  public static final String DERIVED_FROM = "derived_from";

  public static final String PART_OF = "part_of";
  public static final String RELATED_TO = "related_to";

  /** Is an earlier state of the same matter, kept for its history. */
  public static final String EVOLVED_TO = "evolved_to";

  public static final String CAUSED_BY = "caused_by";

  public static final int LONGEST = 64;

  private Relations() {}
}
