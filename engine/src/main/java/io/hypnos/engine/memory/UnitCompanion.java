package io.hypnos.engine.memory;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What is to be stored along with new memories, in their transaction. */
@FunctionalInterface
public interface UnitCompanion {
  /** Nothing. */
  UnitCompanion NONE = (handle, tenantId, fresh, now) -> {};

  /**
   * Called once the memories are in the record.
   *
   * @param fresh those that were not there before
   */
  void store(Handle handle, UUID tenantId, Set<UUID> fresh, Instant now);
}
