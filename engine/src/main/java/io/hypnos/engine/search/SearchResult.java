package io.hypnos.engine.search;

import io.hypnos.engine.memory.Memory;
import java.util.List;

/**
 * What was found, best first.
 *
 * @param exactHit whether a memory has the very text of the query
 */
public record SearchResult(List<Hit> hits, boolean exactHit, double millis) {

  public SearchResult {
    hits = List.copyOf(hits);
  }

  /** A found memory; {@code source} says which way it was found. */
  public record Hit(Memory memory, double relevance, double similarity, Source source) {}

  /** Ways to find a memory. */
  public enum Source {
    EXACT,
    SEMANTIC
  }
}
