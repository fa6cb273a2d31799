package io.hypnos.engine.feedback;

import java.util.List;
import java.util.UUID;

/**
 * How well some memories served.
 *
 * @param memories those that were used; unknown ones teach nothing
 * @param value from -1, misleading, to 1, just right
 * @param concepts others that belong to it
 * @param queryConcepts what was asked that these memories answered
 */
public record Outcome(
    List<UUID> memories, double value, List<String> concepts, List<String> queryConcepts) {
  public Outcome {
    memories = memories.stream().distinct().toList();
    concepts = List.copyOf(concepts);
    queryConcepts = List.copyOf(queryConcepts);
  }
}
