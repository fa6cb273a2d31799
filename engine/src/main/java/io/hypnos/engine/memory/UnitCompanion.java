package io.hypnos.engine.memory;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What is to be stored along with new memories, in their transaction. */
@FunctionalInterface
public interface UnitCompanion {
  /** Nothing. */
  UnitCompanion NONE = (handle, tenantId, fresh, rewritten, now) -> {};

  /**
   * Called once the memories are in the record.
   *
   * @param fresh those that were not there before
   * @param rewritten those that were there with another text
   */
  void store(Handle handle, UUID tenantId, Set<UUID> fresh, Set<UUID> rewritten, Instant now);
}
