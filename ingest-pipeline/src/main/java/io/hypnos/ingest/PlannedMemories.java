package io.hypnos.ingest;

import io.hypnos.engine.memory.NewMemory;
import java.util.List;

/** The memories that an item becomes, in order; none only when its source has deleted it. */
public record PlannedMemories(IntakeItem item, List<NewMemory> memories) implements Tracked {
  long characters() {
    return memories.stream().mapToLong(memory -> memory.content().length()).sum();
  }
}
