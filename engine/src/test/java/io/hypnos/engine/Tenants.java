package io.hypnos.engine;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.FirstTenant;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.TenantStore;
import io.hypnos.settings.HypnosSettings;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Tenants for tests that need a database and no whole engine. */
public final class Tenants {
  private Tenants() {}

  /** Makes what every installation has; once a stack. */
  public static void prepare(Database database, HypnosSettings settings) {
    Clock clock = Clock.systemUTC();
    new FirstTenant(database, new AuditLog(database, clock), settings.rootKey(), clock).ensure();
  }

  /** Lets a tenant count as holding so many memories. */
  public static void fill(Database database, UUID tenantId, long memories) {
    database.asSystem(
        handle ->
            handle.execute(
                "INSERT INTO space (tenant_id, space, memory_count, created_at, updated_at)"
                    + " VALUES (?, 'full', ?, now(), now())",
                tenantId,
                memories));
  }

  public static Caller create(Database database) {
    Clock clock = Clock.systemUTC();
    UUID tenant =
        new TenantStore(database, new AuditLog(database, clock), clock)
            .create("tenant " + UUID.randomUUID(), Plan.UNLIMITED, false)
            .id();
    return new Caller(tenant, Optional.empty(), Plan.UNLIMITED, "test-request");
  }
}
