package io.hypnos.engine.graph;

/** Which edges a walk follows: those of a relation whose weight is above a floor. */
public record Follow(String relation, double above) {
  public static Follow any(String relation) {
    return new Follow(relation, Double.NEGATIVE_INFINITY);
  }
}
