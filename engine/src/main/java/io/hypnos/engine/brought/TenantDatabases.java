package io.hypnos.engine.brought;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.brought.EndpointStore.Endpoint;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.OwnDatabase;
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
  private static final String DSN = "dsn";
  private static final String VERSION = "version";
  private static final String BRING = "database.bring";

  private final Database database;
  private final OwnDatabaseRegistry registry;
  private final BroughtDatabases trials;
  private final DatabaseSwitch toggle;
  private final SecretStore secrets;
  private final TenantStore tenants;
  private final AuditLog audit;
  private final Supplier<UUID> ids;
  private final EndpointStore store = new EndpointStore(OwnDatabaseRegistry.KIND);

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
    this.secrets = secrets;
    this.tenants = tenants;
    this.audit = audit;
    this.ids = ids;
  }

  /** What the tenant brought, its password masked. */
  public Optional<BroughtDatabase> find(UUID tenantId) {
    return database.atHome(
        tenantId, handle -> store.find(handle, tenantId).map(TenantDatabases::shown));
  }

  private static BroughtDatabase shown(Endpoint found) {
    return new BroughtDatabase(
        found.settings().get(DSN), found.settings().get(VERSION), found.verifiedAt());
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
    Dsn dsn = Dsn.parse(text.reveal());
    try (OwnDatabase target = registry.open(tenantId, () -> dsn)) {
      toggle.toOwn(
          tenantId,
          target,
          place(tenantId),
          ids.get().toString(),
          (home, place) -> keep(home, caller, text, prepared, place));
    } finally {
      registry.lookAgain();
    }
    return prepared;
  }

  /** Where the rows of the tenant lie, as it stands within the transaction. */
  private DatabaseSwitch.Standing place(UUID tenantId) {
    return home ->
        store.find(home, tenantId).map(found -> found.settings().get(OwnDatabaseRegistry.PLACE));
  }

  private void keep(
      Handle home, Caller caller, Secret text, BroughtDatabase prepared, String place) {
    store.put(
        home,
        caller.tenantId(),
        Map.of(DSN, prepared.dsn(), VERSION, prepared.version(), OwnDatabaseRegistry.PLACE, place),
        prepared.verifiedAt());
    secrets.put(home, caller.tenantId(), OwnDatabaseRegistry.SECRET, text);
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
          place(tenantId),
          home -> {
            secrets.delete(home, tenantId, OwnDatabaseRegistry.SECRET);
            store.delete(home, tenantId);
            audit.record(
                home, caller.actor(), "database.remove", OwnDatabaseRegistry.KIND, Map.of());
          });
    } finally {
      registry.lookAgain();
    }
  }
}
