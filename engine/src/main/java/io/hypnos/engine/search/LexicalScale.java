package io.hypnos.engine.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * BM25 scores on a scale of [0,1] that means the same for all queries: relative to the best one,
 * and that one counts as much as it has of the query's words.
 */
final class LexicalScale {
  private LexicalScale() {}

  /**
   * @param words how many words the query has
   */
  static Map<UUID, Double> of(List<Proposal> lexical, int words) {
    if (lexical.isEmpty() || !(lexical.get(0).score() > 0)) {
      return Map.of();
    }
    Proposal best = lexical.get(0);
    double covered = Math.max(1, best.words().size()) / (double) Math.max(1, words);
    Map<UUID, Double> scaled = new HashMap<>();
    for (Proposal proposal : lexical) {
      scaled.put(proposal.id(), Math.min(1, covered) * proposal.score() / best.score());
    }
    return scaled;
  }
}
