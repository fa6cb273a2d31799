package io.hypnos.engine.memory;

import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Takes prototypes apart that speak for a memory which no longer says what it said. Their other
 * members stand for themselves again, and the next sleep puts together what still belongs together.
 */
final class Dissolution {
  private static final String PROTOTYPES =
      """
      SELECT DISTINCT e.from_memory
      FROM memory_edge e
      JOIN memory p ON p.tenant_id = e.tenant_id AND p.memory_id = e.from_memory
      WHERE e.tenant_id = :tenant AND e.to_memory = ANY(:ids) AND e.relation = 'derived_from'
        AND p.kind = 'prototype'
      ORDER BY e.from_memory
      """;

  private final MemoryRemover remover;

  Dissolution(MemoryRemover remover) {
    this.remover = remover;
  }

  /**
   * Whoever commits the transaction first records the changes in their spaces, and then brings what
   * this did into the index.
   */
  MemoryRemover.Done of(Handle handle, Caller caller, Collection<UUID> members) {
    if (members.isEmpty()) {
      return MemoryRemover.Done.NOTHING;
    }
    List<UUID> prototypes =
        handle
            .createQuery(PROTOTYPES)
            .bind("tenant", caller.tenantId())
            .bind("ids", members.toArray(UUID[]::new))
            .mapTo(UUID.class)
            .list();
    if (prototypes.isEmpty()) {
      return MemoryRemover.Done.NOTHING;
    }
    // It follows from a change that was allowed, whoever may write the prototype itself.
    Caller anyone =
        new Caller(caller.tenantId(), Optional.empty(), caller.plan(), caller.requestId());
    return remover.within(
        handle, anyone, Viewer.ofTenant(caller.tenantId()), prototypes, MemoryRemover.Trace.NONE);
  }
}
