package io.hypnos.engine.search;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How to look.
 *
 * @param everyWord in {@link Mode#TEXT}: whether a memory must have every word of the query
 * @param order of the hits that were chosen by relevance
 * @param associations whether what the concepts of the query call up is found as well
 * @param episode names an episode that is found in any case, beside the very text of the query
 * @param depth how many links away from the hits memories are added
 * @param boost what counts beside relevance
 * @param rewrite whether the query may be put into other words first
 * @param rerank whether the best hits are put in order once more
 * @param collapseAbove hits more similar than this to a better one are left out
 * @param tokenBudget how many tokens all hits may have together
 * @param explain whether hits say where their score came from
 */
public record SearchOptions(
    Mode mode,
    Fusion fusion,
    boolean everyWord,
    Order order,
    boolean associations,
    Optional<String> episode,
    int depth,
    Optional<Boost> boost,
    boolean rewrite,
    boolean rerank,
    OptionalDouble collapseAbove,
    OptionalInt tokenBudget,
    boolean explain) {

  /** What is compared. */
  public enum Mode {
    /** Words and meaning. */
    HYBRID,
    /** Meaning alone; similarity is the cosine. */
    VECTOR,
    /** Words alone, those of the text. */
    TEXT
  }

  /** How words and meaning become one score in {@link Mode#HYBRID}. */
  public enum Fusion {
    /** A weighted sum, calibrated to [0,1]: unrelated text is below 0.3. */
    CALIBRATED,
    /**
     * By rank, constant 60; first in both lists is 1. The least relevance holds for meaning only:
     * what has the words stays.
     */
    RECIPROCAL_RANK
  }

  /** Order of the hits. */
  public enum Order {
    RELEVANCE,
    /** Newest first. */
    RECENCY
  }

  /**
   * Weights of relevance, importance and recency; recency halves with each half-life.
   *
   * @param halfLife after which a memory counts half as recent
   */
  public record Boost(double relevance, double importance, double recency, Duration halfLife) {}

  public static final SearchOptions USUAL =
      new SearchOptions(
          Mode.HYBRID,
          Fusion.CALIBRATED,
          false,
          Order.RELEVANCE,
          true,
          Optional.empty(),
          0,
          Optional.empty(),
          false,
          false,
          OptionalDouble.empty(),
          OptionalInt.empty(),
          false);

  public SearchOptions withMode(Mode other) {
    return new SearchOptions(
        other,
        fusion,
        everyWord,
        order,
        associations,
        episode,
        depth,
        boost,
        rewrite,
        rerank,
        collapseAbove,
        tokenBudget,
        explain);
  }

  public SearchOptions withFusion(Fusion other) {
    return new SearchOptions(
        mode,
        other,
        everyWord,
        order,
        associations,
        episode,
        depth,
        boost,
        rewrite,
        rerank,
        collapseAbove,
        tokenBudget,
        explain);
  }

  public SearchOptions withEveryWord(boolean other) {
    return new SearchOptions(
        mode,
        fusion,
        other,
        order,
        associations,
        episode,
        depth,
        boost,
        rewrite,
        rerank,
        collapseAbove,
        tokenBudget,
        explain);
  }

  public SearchOptions withOrder(Order other) {
    return new SearchOptions(
        mode,
        fusion,
        everyWord,
        other,
        associations,
        episode,
        depth,
        boost,
        rewrite,
        rerank,
        collapseAbove,
        tokenBudget,
        explain);
  }

  public SearchOptions withAssociations(boolean other) {
    return new SearchOptions(
        mode,
        fusion,
        everyWord,
        order,
        other,
        episode,
        depth,
        boost,
        rewrite,
        rerank,
        collapseAbove,
        tokenBudget,
        explain);
  }

  public SearchOptions withEpisode(Optional<String> other) {
    return new SearchOptions(
        mode,
        fusion,
        everyWord,
        order,
        associations,
        other,
        depth,
        boost,
        rewrite,
        rerank,
        collapseAbove,
        tokenBudget,
        explain);
  }

  public SearchOptions withDepth(int other) {
    return new SearchOptions(
        mode,
        fusion,
        everyWord,
        order,
        associations,
        episode,
        other,
        boost,
        rewrite,
        rerank,
        collapseAbove,
        tokenBudget,
        explain);
  }

  public SearchOptions withBoost(Optional<Boost> other) {
    return new SearchOptions(
        mode,
        fusion,
        everyWord,
        order,
        associations,
        episode,
        depth,
        other,
        rewrite,
        rerank,
        collapseAbove,
        tokenBudget,
        explain);
  }

  public SearchOptions withRewrite(boolean other) {
    return new SearchOptions(
        mode,
        fusion,
        everyWord,
        order,
        associations,
        episode,
        depth,
        boost,
        other,
        rerank,
        collapseAbove,
        tokenBudget,
        explain);
  }

  public SearchOptions withRerank(boolean other) {
    return new SearchOptions(
        mode,
        fusion,
        everyWord,
        order,
        associations,
        episode,
        depth,
        boost,
        rewrite,
        other,
        collapseAbove,
        tokenBudget,
        explain);
  }

  public SearchOptions withCollapseAbove(OptionalDouble other) {
    return new SearchOptions(
        mode,
        fusion,
        everyWord,
        order,
        associations,
        episode,
        depth,
        boost,
        rewrite,
        rerank,
        other,
        tokenBudget,
        explain);
  }

  public SearchOptions withTokenBudget(OptionalInt other) {
    return new SearchOptions(
        mode,
        fusion,
        everyWord,
        order,
        associations,
        episode,
        depth,
        boost,
        rewrite,
        rerank,
        collapseAbove,
        other,
        explain);
  }

  public SearchOptions withExplain(boolean other) {
    return new SearchOptions(
        mode,
        fusion,
        everyWord,
        order,
        associations,
        episode,
        depth,
        boost,
        rewrite,
        rerank,
        collapseAbove,
        tokenBudget,
        other);
  }
}
