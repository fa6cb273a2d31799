package io.hypnos.engine.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.search.SearchResult.Hit;
import io.hypnos.engine.visibility.Viewer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Answers to repeated searches. The state of the spaces is a part of the key, so a write makes
 * older answers unreachable; an answer ends at the latest when the first of its hits expires.
 */
final class SearchCache {
  private static final int FIXED_WEIGHT = 1_000;

  private final Cache<Key, Entry> entries;

  record Key(
      Viewer viewer, SearchRequest request, List<String> hidden, String state, String modelId) {
    Key(Viewer viewer, SearchRequest request, Situation situation, String modelId) {
      this(viewer, request, situation.visibility().hidden(), situation.state(), modelId);
    }
  }

  private record Entry(SearchResult result, Optional<Instant> end) {}

  SearchCache(int megabytes) {
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(megabytes * 1_000_000L)
            .weigher((Key key, Entry entry) -> weight(key, entry))
            .executor(Runnable::run)
            .build();
  }

  Optional<SearchResult> find(Key key, Instant now) {
    return Optional.ofNullable(entries.getIfPresent(key))
        .filter(entry -> entry.end().map(end -> end.isAfter(now)).orElse(true))
        .map(Entry::result);
  }

  void keep(Key key, SearchResult result) {
    // What is weighed by its age is another answer at every moment.
    boolean ages = key.request().options().boost().map(boost -> boost.recency() != 0).orElse(false);
    if (!ages) {
      Optional<Instant> end =
          result.hits().stream()
              .flatMap(hit -> hit.memory().life().expiresAt().stream())
              .min(Instant::compareTo);
      entries.put(key, new Entry(result, end));
    }
  }

  private static int weight(Key key, Entry entry) {
    long weight = FIXED_WEIGHT + 2L * key.request().query().length();
    for (Hit hit : entry.result().hits()) {
      Memory memory = hit.memory();
      weight +=
          FIXED_WEIGHT
              + 2L * memory.content().length()
              + 4L * memory.vectors().count() * memory.vectors().dimensions();
    }
    return (int) Math.min(Integer.MAX_VALUE, weight);
  }
}
