package io.hypnos.engine.tenancy;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The tenants of this installation. */
public final class TenantStore {
  private static final String INSERT =
      """
      INSERT INTO tenant (tenant_id, name, plan, admin, state, created_at)
      VALUES (:id, :name, :plan, :admin, :state, :created)
      ON CONFLICT DO NOTHING
      """;

  private static final String LIST =
      """
      SELECT tenant_id, name, plan, admin, state, created_at
      FROM tenant t
      WHERE NOT EXISTS (SELECT 1 FROM room r WHERE r.tenant_id = t.tenant_id)
      ORDER BY created_at, tenant_id
      """;

  private static final String FIND =
      """
      SELECT tenant_id, name, plan, admin, state, created_at
      FROM tenant
      WHERE tenant_id = :id
      """;

  private final Database database;
  private final AuditLog audit;
  private final Clock clock;

  public TenantStore(Database database, AuditLog audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** Makes a tenant on behalf of the installation; {@code CONFLICT} when the name is taken. */
  public Tenant create(String name, Plan plan, boolean admin) {
    return create(FirstTenant.INSTALLATION, name, plan, admin);
  }

  /** Makes a tenant; {@code CONFLICT} when the name is taken. */
  public Tenant create(Actor actor, String name, Plan plan, boolean admin) {
    return database.asSystem(handle -> create(handle, actor, UUID.randomUUID(), name, plan, admin));
  }

  /** The same within a transaction that is declared the system's, under an id of the caller's. */
  public Tenant create(Handle handle, Actor actor, UUID id, String name, Plan plan, boolean admin) {
    NameRules.requireTenantName(name);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Tenant tenant = new Tenant(id, name, plan, admin, "active", now);
    if (!insert(handle, tenant)) {
      throw new HypnosException(
          ErrorCode.CONFLICT, "a tenant with this name exists", Map.of("name", name), null);
    }
    audit.record(
        handle,
        actor,
        "tenant.create",
        tenant.id().toString(),
        Map.of("plan", plan.text(), "admin", admin));
    return tenant;
  }

  static boolean insert(Handle handle, Tenant tenant) {
    return handle
            .createUpdate(INSERT)
            .bind("id", tenant.id())
            .bind("name", tenant.name())
            .bind("plan", tenant.plan().text())
            .bind("admin", tenant.admin())
            .bind("state", tenant.state())
            .bind("created", tenant.createdAt())
            .execute()
        == 1;
  }

  /**
   * All tenants, oldest first, those that are being deleted as well; the stores of rooms are none.
   */
  public List<Tenant> list() {
    return database.asSystem(
        handle -> handle.createQuery(LIST).map((row, context) -> TenantRow.tenant(row)).list());
  }

  public Optional<Tenant> find(UUID tenantId) {
    return database.atHome(tenantId, handle -> find(handle, tenantId));
  }

  static Optional<Tenant> find(Handle handle, UUID tenantId) {
    return handle
        .createQuery(FIND)
        .bind("id", tenantId)
        .map((row, context) -> TenantRow.tenant(row))
        .findOne();
  }
}
