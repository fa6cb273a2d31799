package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.Member;
import io.hypnos.engine.consolidation.VectorBlock;
import io.hypnos.engine.memory.Memory;

/** Memories as the algorithms see them. */
final class Members {
  private Members() {}

  static Member of(Memory memory) {
    return new Member(
        memory.id(),
        memory.content(),
        VectorBlock.mean(memory.vectors().pieces()),
        memory.concepts(),
        memory.metadata(),
        memory.importance(),
        memory.valence(),
        memory.worth().outcomeCount(),
        memory.life().pinned(),
        memory.recordedAt());
  }
}
