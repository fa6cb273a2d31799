package io.hypnos.engine.concept;

import java.util.Comparator;

/** Two different concepts, in no order. */
record ConceptPair(ConceptKey low, ConceptKey high) implements Comparable<ConceptPair> {
  private static final Comparator<ConceptPair> ORDER =
      Comparator.comparing(ConceptPair::low).thenComparing(ConceptPair::high);

  ConceptPair {
    if (low.compareTo(high) >= 0) {
      throw new IllegalArgumentException("a pair is made of two concepts in order");
    }
  }

  static ConceptPair of(ConceptKey one, ConceptKey other) {
    return one.compareTo(other) < 0 ? new ConceptPair(one, other) : new ConceptPair(other, one);
  }

  @Override
  public int compareTo(ConceptPair other) {
    return ORDER.compare(this, other);
  }
}
