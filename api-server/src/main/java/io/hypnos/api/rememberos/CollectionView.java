package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.space.Space;
import java.time.Instant;
import java.util.Map;

/** A collection as this dialect shows it. */
record CollectionView(
    String name,
    String description,
    Map<String, Object> metadata,
    @JsonProperty("memory_count") long memoryCount,
    boolean restricted,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("updated_at") Instant updatedAt) {

  static CollectionView of(Space space) {
    return new CollectionView(
        space.name(),
        space.description().orElse(null),
        space.metadata(),
        space.memories(),
        space.restricted(),
        space.createdAt(),
        space.updatedAt());
  }
}
