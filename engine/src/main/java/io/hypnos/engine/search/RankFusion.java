package io.hypnos.engine.search;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reciprocal-rank fusion: only the places in the lists count. First in both is 1. */
final class RankFusion {
  private static final double CONSTANT = 60;
  private static final double BEST = 2 / (CONSTANT + 1);

  private RankFusion() {}

  /**
   * @param minCosine what is farther away in meaning does not count there
   */
  static Map<UUID, Score> fuse(Proposal.Lists lists, QueryWords words, double minCosine) {
    List<Proposal> semantic =
        lists.semantic().stream().filter(each -> each.score() >= minCosine).toList();
    Map<UUID, Double> fused = new LinkedHashMap<>();
    add(fused, lists.lexical());
    add(fused, semantic);
    Map<UUID, Double> lexical = LexicalScale.of(lists.lexical(), words.content().size());
    Map<UUID, Double> cosines = new HashMap<>();
    lists.semantic().forEach(each -> cosines.put(each.id(), each.score()));
    Map<UUID, Score> scores = new LinkedHashMap<>();
    fused.forEach(
        (id, value) ->
            scores.put(
                id,
                new Score(
                    lexical.getOrDefault(id, 0.0),
                    cosines.getOrDefault(id, 0.0),
                    false,
                    0,
                    0,
                    value,
                    value / BEST)));
    return scores;
  }

  private static void add(Map<UUID, Double> fused, List<Proposal> list) {
    for (int rank = 0; rank < list.size(); rank++) {
      fused.merge(list.get(rank).id(), 1 / (CONSTANT + 1 + rank), Double::sum);
    }
  }
}
