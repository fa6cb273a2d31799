package io.hypnos.engine.deletion;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.concept.Associations;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.memory.MemoryRemover;
import io.hypnos.engine.memory.MemoryRemover.Trace;
import io.hypnos.engine.space.Space;
import io.hypnos.engine.space.Spaces;
import io.hypnos.engine.tenancy.Caller;
import java.util.Map;
import java.util.Optional;

/** Takes everything that a tenant remembers, and what it has learned from it; its keys stay. */
public final class TenantReset {
  private static final String TENANT_SCOPE = "";

  private final Database database;
  private final Spaces spaces;
  private final MemoryRemover remover;
  private final Associations associations;
  private final AuditLog audit;

  public TenantReset(
      Database database,
      Spaces spaces,
      MemoryRemover remover,
      Associations associations,
      AuditLog audit) {
    this.database = database;
    this.spaces = spaces;
    this.remover = remover;
    this.associations = associations;
    this.audit = audit;
  }

  /** Returns how many memories went. What is written meanwhile may stay. */
  public int run(Caller caller) {
    int removed = remover.clearAll(caller, Trace.NONE);
    for (Space space : spaces.list(caller.tenantId(), Optional.empty())) {
      spaces.removeEmpty(caller, space.name());
    }
    database.<Void>inTenant(
        caller.tenantId(),
        handle -> {
          int edges = associations.reset(handle, caller.tenantId(), TENANT_SCOPE);
          audit.record(
              handle,
              caller.actor(),
              "tenant.reset",
              caller.tenantId().toString(),
              Map.of("memories", removed, "associations", edges));
          return null;
        });
    return removed;
  }
}
