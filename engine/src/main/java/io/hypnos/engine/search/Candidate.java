package io.hypnos.engine.search;

import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.Vectors;
import java.util.UUID;

/** What is compared of a memory that a new text may repeat. */
record Candidate(UUID id, String space, String content, Vectors vectors) {
  static Candidate of(Memory memory) {
    return new Candidate(memory.id(), memory.space(), memory.content(), memory.vectors());
  }

  /** Roughly what it takes in memory. */
  int bytes() {
    return 200 + 2 * content.length() + vectors.count() * vectors.dimensions() * Float.BYTES;
  }
}
