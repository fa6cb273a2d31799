package io.hypnos.engine.search;

import io.hypnos.engine.memory.Memory;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What was found.
 *
 * @param concepts of the query itself
 * @param expandedConcepts those and what they called up
 * @param embeddingMillis how long the query's vector took; 0 when none was made
 * @param millis how long all took
 * @param cached whether the hits were found by an earlier search
 */
public record SearchResult(
    List<Hit> hits,
    List<String> concepts,
    List<String> expandedConcepts,
    double embeddingMillis,
    double millis,
    boolean cached) {

  public SearchResult {
    hits = List.copyOf(hits);
    concepts = List.copyOf(concepts);
    expandedConcepts = List.copyOf(expandedConcepts);
  }

  /** Whether a memory has the very text of the query, or is the episode that was asked for. */
  public boolean exactHit() {
    return hits.stream().anyMatch(hit -> hit.source() == Source.EXACT);
  }

  SearchResult repeated(double took) {
    return new SearchResult(hits, concepts, expandedConcepts, 0, took, true);
  }

  /**
   * A found memory; {@code source} says which way it was found.
   *
   * @param relevance by which the hits are chosen
   * @param similarity of query and memory in [0,1], without regard to how it was rated
   * @param member the memory behind this one by which it was found: of a prototype, the one that
   *     says it
   */
  public record Hit(
      Memory memory,
      double relevance,
      double similarity,
      Source source,
      Optional<Explanation> explanation,
      Optional<UUID> member) {}

  /** Ways to find a memory. */
  public enum Source {
    EXACT,
    SEMANTIC,
    /** By an associated concept. */
    ASSOCIATED,
    /** By a link from another hit. */
    LINKED
  }
}
