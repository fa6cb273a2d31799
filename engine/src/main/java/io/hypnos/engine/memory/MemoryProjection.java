package io.hypnos.engine.memory;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Where committed changes become findable. */
public interface MemoryProjection {
  /** A memory that is no longer in the record; {@code pieces}: the most vectors it ever had. */
  record Gone(UUID id, String space, int pieces, long version) {}

  /**
   * Shows memories as they stand now and hides those that are gone. Never fails because of the
   * projection: what it cannot do now stays open in the outbox.
   *
   * @param sequences outbox entries that are done once this has happened
   */
  void project(
      UUID tenantId, Collection<Memory> memories, Collection<Gone> gone, List<Long> sequences);
}
