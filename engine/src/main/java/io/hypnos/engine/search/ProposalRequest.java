package io.hypnos.engine.search;

import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.visibility.Visibility;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the index is asked for, in one round trip.
 *
 * @param words asked of the lexical arm, if any
 * @param literal whether the lexical arm looks at the text alone, and wants every word
 * @param vector asked of the semantic arm, if any
 * @param concepts asked of the arm of associations; folded
 * @param among only these memories, when the record has narrowed them down
 * @param size how many of each arm
 */
record ProposalRequest(
    Visibility visibility,
    MemoryFilter filter,
    Optional<QueryWords> words,
    Literal literal,
    Optional<QueryVector> vector,
    List<String> concepts,
    Optional<List<UUID>> among,
    int size) {

  /** How literally words are taken. */
  enum Literal {
    /** Any word, in the memory or in what was said before it. */
    NO,
    /** Any word, in the text. */
    ANY_WORD,
    /** Every word, in the text. */
    EVERY_WORD
  }

  /** A vector and the model that made it. */
  record QueryVector(String modelId, float[] values) {}
}
