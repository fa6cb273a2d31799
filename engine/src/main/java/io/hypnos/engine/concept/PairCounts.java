package io.hypnos.engine.concept;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often pairs of concepts occur together. */
final class PairCounts {
  /** Beyond so many pairs in one request, few concepts of each memory take part. */
  private static final long MOST_PAIRS = 250_000;

  private static final int FEW = 32;

  private final NavigableMap<ConceptPair, Integer> counts = new TreeMap<>();

  /** Counts each pair within one memory once; only its first concepts take part. */
  void addWithin(Collection<String> concepts, int mostConcepts) {
    List<ConceptKey> keys = List.copyOf(firstKeys(concepts, mostConcepts));
    for (int i = 0; i < keys.size(); i++) {
      for (int j = i + 1; j < keys.size(); j++) {
        add(keys.get(i), keys.get(j));
      }
    }
  }

  /** Counts each unordered pair of one from each side once; a concept is no pair with itself. */
  void addBetween(Set<ConceptKey> side, Set<ConceptKey> otherSide) {
    Set<ConceptPair> pairs = new LinkedHashSet<>();
    for (ConceptKey one : side) {
      for (ConceptKey other : otherSide) {
        if (!one.equals(other)) {
          pairs.add(ConceptPair.of(one, other));
        }
      }
    }
    pairs.forEach(pair -> counts.merge(pair, 1, Integer::sum));
  }

  /**
   * How many concepts of each memory are paired, so that one request stays within bounds.
   *
   * @param most as it is wanted
   * @param beside how many concepts each memory is paired with besides its own
   */
  static int concepts(Collection<List<String>> conceptsOfEach, int beside, int most) {
    long pairs = 0;
    for (List<String> concepts : conceptsOfEach) {
      long own = Math.min(most, concepts.size());
      pairs += own * (own - 1) / 2 + own * Math.min(most, beside);
    }
    return pairs > MOST_PAIRS ? Math.min(most, FEW) : most;
  }

  private void add(ConceptKey one, ConceptKey other) {
    counts.merge(ConceptPair.of(one, other), 1, Integer::sum);
  }

  void addAll(PairCounts others) {
    others.counts.forEach((pair, count) -> counts.merge(pair, count, Integer::sum));
  }

  NavigableMap<ConceptPair, Integer> asMap() {
    return counts;
  }

  static Set<ConceptKey> firstKeys(Collection<String> concepts, int most) {
    return keys(concepts).stream().limit(most).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The keys of some spellings, each once, in their order. */
  static Set<ConceptKey> keys(Collection<String> concepts) {
    Set<ConceptKey> keys = new LinkedHashSet<>();
    concepts.forEach(concept -> ConceptKey.of(concept).ifPresent(keys::add));
    return keys;
  }
}
