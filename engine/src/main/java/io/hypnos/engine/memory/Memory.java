package io.hypnos.engine.memory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A memory as it stands in the record. */
public record Memory(
    UUID id,
    String space,
    String content,
    List<String> concepts,
    Map<String, Object> metadata,
    String kind,
    Optional<String> category,
    Optional<String> containerTag,
    String source,
    Optional<String> externalRef,
    Optional<UUID> createdBy,
    double importance,
    double valence,
    State state,
    Instant recordedAt,
    Instant updatedAt,
    Optional<Instant> expiresAt,
    float[] embedding,
    String embeddingModel,
    long rowVersion) {

  /** Life of a memory. Only live ones are found by a search. */
  public enum State {
    LIVE,
    SUPERSEDED,
    CONSOLIDATED,
    ARCHIVED,
    FORGOTTEN
  }
}
