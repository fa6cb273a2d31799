package io.hypnos.engine.memory;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Where committed changes become findable. */
public interface MemoryProjection {
  /**
   * Shows memories as they stand now. Never fails because of the projection: what it cannot do now
   * stays open in the outbox.
   *
   * @param sequences outbox entries that are done once this has happened
   */
  void project(UUID tenantId, Collection<Memory> memories, List<Long> sequences);
}
