package io.hypnos.benchmarks.retrieval;

import io.hypnos.engine.Engine;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.filter.MemoryFilter.Field;
import io.hypnos.engine.search.SearchOptions;
import io.hypnos.engine.search.SearchOptions.Mode;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.tenancy.Caller;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** How many of the ten nearest memories a search by meaning finds, beside an exact comparison. */
final class KnnRecall {
  private static final int QUERIES = 50;
  private static final int NEAREST = 10;

  private final Engine engine;
  private final SyntheticMemories memories;

  KnnRecall(Engine engine, SyntheticMemories memories) {
    this.engine = engine;
    this.memories = memories;
  }

  void print(Caller caller) {
    for (String share : List.of("100 %", "10 %", "1 %", "0.1 %")) {
      boolean all = share.equals("100 %");
      MemoryFilter filter = all ? MemoryFilter.NONE : MemoryFilter.NONE.with(Field.CATEGORY, share);
      Random random = new Random(3);
      double recall = 0;
      for (int i = 0; i < QUERIES; i++) {
        String query = SyntheticMemories.sentence(random);
        Set<UUID> exact = exact(engine.embedding().embedQuery(query), all ? "" : share);
        Set<UUID> found = new HashSet<>();
        engine
            .search()
            .search(
                caller,
                new SearchRequest(query, Optional.empty(), NEAREST, 0)
                    .withFilter(filter)
                    .withOptions(SearchOptions.USUAL.withMode(Mode.VECTOR).withAssociations(false)))
            .hits()
            .forEach(hit -> found.add(hit.memory().id()));
        recall += exact.stream().filter(found::contains).count() / (double) exact.size();
      }
      System.out.printf(
          "%,d memories, filter keeps %s: recall@10 against exact search %.4f%n",
          memories.ids().size(), share, recall / QUERIES);
    }
  }

  private Set<UUID> exact(float[] query, String share) {
    Map<Integer, Double> cosines = new java.util.HashMap<>();
    IntStream.range(0, memories.ids().size())
        .filter(i -> share.isEmpty() || SyntheticMemories.share(i).equals(share))
        .forEach(i -> cosines.put(i, dot(query, memories.vectors().get(i))));
    Set<UUID> nearest = new HashSet<>();
    cosines.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(NEAREST)
        .forEach(entry -> nearest.add(memories.ids().get(entry.getKey())));
    return nearest;
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return sum;
  }
}
