package io.hypnos.engine.brought;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.secret.SecretStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.engine.tenancy.TenantStore;
import io.hypnos.settings.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The databases that tenants bring for their rows. One is tried and migrated before anything is
 * moved, and one that fails leaves the earlier place as it was. The rows go along with the change.
 */
public final class TenantDatabases {
  private static final String VERSION = "version";
  private static final String BRING = "database.bring";

  private final Database database;
  private final OwnDatabaseRegistry registry;
  private final BroughtDatabases trials;
  private final DatabaseSwitch toggle;
  private final LodgingStore lodgings;
  private final TenantStore tenants;
  private final AuditLog audit;
  private final Supplier<UUID> ids;

  public TenantDatabases(
      Database database,
      OwnDatabaseRegistry registry,
      BroughtDatabases trials,
      SecretStore secrets,
      TenantStore tenants,
      AuditLog audit,
      Supplier<UUID> ids) {
    this.database = database;
    this.registry = registry;
    this.trials = trials;
    this.toggle = new DatabaseSwitch(database, registry);
    this.lodgings = new LodgingStore(secrets);
    this.tenants = tenants;
    this.audit = audit;
    this.ids = ids;
  }

  /** What the tenant brought, its password masked. */
  public Optional<BroughtDatabase> find(UUID tenantId) {
    return database.atHome(tenantId, handle -> lodgings.shown(handle, tenantId));
  }

  /**
   * Tries and migrates a database and moves the rows of the tenant there. {@code VALIDATION} with
   * the reason when it cannot be used, {@code CONFLICT} when there is too much to move or the rows
   * are being moved already; nothing is changed then.
   */
  public BroughtDatabase bring(Caller caller, Secret text) {
    if (!registry.settings().accepted()) {
      throw new HypnosException(
          ErrorCode.UNAVAILABLE, "This installation keeps memories in its own database only.");
    }
    UUID tenantId = caller.tenantId();
    Tenant tenant =
        tenants
            .find(tenantId)
            .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "no such tenant"));
    BroughtDatabase prepared = trials.prepare(tenant, text.reveal());
    try {
      toggle.toOwn(
          tenantId,
          text,
          home -> lodgings.find(home, tenantId),
          ids.get().toString(),
          (home, lodging) -> keep(home, caller, prepared, lodging));
    } finally {
      registry.lookAgain();
    }
    return prepared;
  }

  private void keep(Handle home, Caller caller, BroughtDatabase prepared, Lodging lodging) {
    lodgings.put(home, caller.tenantId(), prepared, lodging);
    audit.record(home, caller.actor(), BRING, prepared.dsn(), Map.of(VERSION, prepared.version()));
  }

  /**
   * Moves the rows back to the operator's database; does nothing when they lie there. {@code
   * UNAVAILABLE} when the own database does not answer, {@code CONFLICT} like {@link #bring}.
   */
  public void remove(Caller caller) {
    UUID tenantId = caller.tenantId();
    try {
      toggle.toOperators(
          tenantId,
          home -> lodgings.find(home, tenantId),
          home -> {
            lodgings.delete(home, tenantId);
            audit.record(home, caller.actor(), "database.remove", "database", Map.of());
          });
    } finally {
      registry.lookAgain();
    }
  }
}
