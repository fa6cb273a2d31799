package io.hypnos.engine.graph;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One memory's relation to another.
 *
 * @param relation see {@link Relations}
 * @param createdBy the key that drew it, if a key did
 */
public record MemoryEdge(
    UUID from,
    UUID to,
    String relation,
    double weight,
    EdgeOrigin origin,
    Map<String, Object> metadata,
    Optional<UUID> createdBy) {

  public MemoryEdge {
    metadata = Map.copyOf(metadata);
  }

  /** An edge of full weight that says no more than that it is there. */
  public static MemoryEdge of(UUID from, UUID to, String relation, EdgeOrigin origin) {
    return new MemoryEdge(from, to, relation, 1, origin, Map.of(), Optional.empty());
  }
}
