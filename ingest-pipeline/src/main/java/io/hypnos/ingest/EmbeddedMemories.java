package io.hypnos.ingest;

import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.triple.Triple;
import java.util.List;

/** The memories of an item with their vectors, ready to be stored together. */
public record EmbeddedMemories(IntakeItem item, List<EmbeddedMemory> memories, List<Triple> triples)
    implements Tracked {
  long characters() {
    return memories.stream().mapToLong(each -> each.memory().content().length()).sum();
  }
}
