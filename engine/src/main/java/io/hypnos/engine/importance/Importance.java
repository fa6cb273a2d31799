package io.hypnos.engine.importance;

import java.util.Locale;

/**
 * What a new memory is worth: how much is new in it, times how much it says. The reasons are
 * spelled out for people.
 *
 * @param novelty 1 when nothing like it is known, 0 for a repeat
 * @param richness how much the text says
 */
public record Importance(double novelty, double richness) {
  private static final double BASE = 0.25;
  private static final double DELTA_SHARE = 0.6;

  /** Of a text in a space that holds nothing like it. */
  public static Importance ofNovel(String text) {
    return new Importance(1, Richness.of(text));
  }

  /** Of the same words once more. */
  public static Importance ofRepeat() {
    return new Importance(0, 0);
  }

  /**
   * Of a text beside its nearest memory.
   *
   * @param similarity to the nearest, in [0,1]
   * @param delta share of salient details (numbers, names, negations) in which both differ
   */
  public static Importance beside(String text, double similarity, double delta) {
    double novelty = Math.max(1 - similarity, DELTA_SHARE * delta);
    return new Importance(Math.min(1, Math.max(0, novelty)), Richness.of(text));
  }

  public double score() {
    return novelty * (BASE + (1 - BASE) * richness);
  }

  public boolean isBelow(double threshold) {
    return score() < threshold;
  }

  /** Why a gate with this threshold refuses it. */
  public String refusal(double threshold, String nearest) {
    return String.format(
        Locale.ROOT,
        "Below importance threshold (%.3f < %.3f): near-duplicate of %s",
        score(),
        threshold,
        nearest);
  }
}
