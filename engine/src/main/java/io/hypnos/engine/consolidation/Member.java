package io.hypnos.engine.consolidation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What of a memory counts when it is put together with others. */
public record Member(
    UUID id,
    String content,
    float[] vector,
    List<String> concepts,
    Map<String, Object> metadata,
    double importance,
    double valence,
    int outcomeCount,
    boolean pinned,
    Instant recordedAt) {

  public Member {
    concepts = List.copyOf(concepts);
  }
}
