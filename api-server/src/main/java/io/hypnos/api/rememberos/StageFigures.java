package io.hypnos.api.rememberos;

import io.hypnos.api.web.DurationHistogram;
import io.hypnos.engine.search.SearchResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** How long the stages of the work of this node take, and how often a search was a repeat. */
final class StageFigures {
  /** A part of the work. */
  enum Stage {
    EMBED,
    CACHE_GET,
    SEARCH,
    LLM_EXTRACT
  }

  private final AtomicReference<Map<Stage, DurationHistogram>> stages =
      new AtomicReference<>(empty());
  private final AtomicLong hits = new AtomicLong();
  private final AtomicLong misses = new AtomicLong();

  private static Map<Stage, DurationHistogram> empty() {
    Map<Stage, DurationHistogram> empty = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      empty.put(stage, new DurationHistogram());
    }
    return empty;
  }

  void add(Stage stage, double millis) {
    stages.get().get(stage).add(millis);
  }

  void add(SearchResult result) {
    if (result.cached()) {
      hits.incrementAndGet();
      add(Stage.CACHE_GET, result.millis());
      return;
    }
    misses.incrementAndGet();
    add(Stage.SEARCH, Math.max(0, result.millis() - result.embeddingMillis()));
    if (result.embeddingMillis() > 0) {
      add(Stage.EMBED, result.embeddingMillis());
    }
  }

  Map<Stage, DurationHistogram> stages() {
    return stages.get();
  }

  long hits() {
    return hits.get();
  }

  long misses() {
    return misses.get();
  }

  void reset() {
    stages.set(empty());
    hits.set(0);
    misses.set(0);
  }
}
