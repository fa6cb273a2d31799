package io.hypnos.engine.importance;

/**
 * How much of what stands out in two texts (numbers, dates, names, negations, words) differs, in
 * [0,1]. Cosine alone cannot tell a correction from a repeat; this does.
 */
@FunctionalInterface
public interface SalientDelta {
  double between(String text, String nearest);
}
