package io.hypnos.engine.importance;

/**
 * How much of what stands out in two texts (numbers, dates, names, negations, words) differs.
 * Cosine alone cannot tell a correction from a repeat; this does.
 */
@FunctionalInterface
public interface SalientDelta {
  Difference between(String text, String nearest);

  /**
   * What a text has beside its nearest.
   *
   * @param share of what stands out in either that differs, in [0,1]
   * @param adds whether the text says anything that the nearest does not, be it one digit
   */
  record Difference(double share, boolean adds) {}
}
