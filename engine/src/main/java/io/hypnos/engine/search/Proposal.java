package io.hypnos.engine.search;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A memory that the index proposes.
 *
 * @param score of the arm that found it: raw BM25, or the cosine
 * @param words which words of the query it has, by their position
 * @param previous the memory that was said before it in its stream
 */
record Proposal(
    UUID id,
    double score,
    Set<Integer> words,
    Optional<String> stream,
    Optional<String> speaker,
    Optional<UUID> previous) {

  /** What the arms of a search found, each best first. */
  record Lists(List<Proposal> lexical, List<Proposal> semantic, List<Proposal> associated) {
    /** Whether an arm found as many as it was asked for, so that there may be more. */
    boolean isFull(int size) {
      return lexical.size() >= size || semantic.size() >= size || associated.size() >= size;
    }
  }
}
