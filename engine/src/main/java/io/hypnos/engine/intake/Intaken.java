package io.hypnos.engine.intake;

import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.triple.Triple;
import io.hypnos.schemas.message.IngestMessage;
import java.util.List;

/**
 * A unit of intake that is ready to be stored.
 *
 * @param requestId the request that brought it
 */
public record Intaken(
    IngestMessage message, String requestId, List<EmbeddedMemory> memories, List<Triple> triples) {
  public Intaken {
    memories = List.copyOf(memories);
    triples = List.copyOf(triples);
  }
}
