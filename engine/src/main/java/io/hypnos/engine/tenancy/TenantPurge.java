package io.hypnos.engine.tenancy;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes tenants: shuts them and the rooms that they have made at once, then removes all that is
 * theirs in small steps. Each step is a transaction that holds the progress record locked, so nodes
 * share the work without doing any twice, and a crash repeats one step at most. A tenant with a
 * database of its own is shut and removed there too; while that is away, its deletion waits.
 */
public final class TenantPurge {
  private static final Logger LOG = LoggerFactory.getLogger(TenantPurge.class);
  private static final int ROWS_A_STEP = 5_000;
  private static final int LONGEST_ERROR = 500;

  private static final String LOCK_TENANT =
      """
      SELECT tenant_id, name, plan, admin, state, created_at
      FROM tenant
      WHERE tenant_id = :tenant
      FOR UPDATE
      """;

  private static final String SHUT =
      """
      UPDATE tenant
      SET state = 'deleting'
      WHERE tenant_id = :tenant
      """;

  private static final String REVOKE_KEYS =
      """
      UPDATE api_key
      SET revoked_at = :now
      WHERE tenant_id = :tenant AND revoked_at IS NULL
      """;

  private static final String LOCK_ROOMS =
      """
      SELECT t.tenant_id, t.name, t.plan, t.admin, t.state, t.created_at
      FROM tenant t
      JOIN room r ON r.tenant_id = t.tenant_id
      WHERE r.owner_tenant = :tenant AND t.state = 'active'
      ORDER BY t.tenant_id
      FOR UPDATE OF t
      """;

  private static final String LEAVE_ROOMS =
      """
      DELETE FROM room_member
      WHERE member_tenant = :tenant
      """;

  private static final String IS_ELSEWHERE =
      "SELECT EXISTS (SELECT 1 FROM tenant_departed WHERE tenant_id = :tenant AND until IS NULL)";

  private final Database database;
  private final AuditLog audit;
  private final SearchEraser search;
  private final ObjectEraser objects;
  private final Clock clock;

  public TenantPurge(
      Database database, AuditLog audit, SearchEraser search, ObjectEraser objects, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.search = search;
    this.objects = objects;
    this.clock = clock;
  }

  /** Removes the documents of a tenant from the search index. */
  @FunctionalInterface
  public interface SearchEraser {
    /** Removes all there are and says how many. */
    long erase(UUID tenantId);
  }

  /** Removes the objects of a tenant from the blob store. */
  @FunctionalInterface
  public interface ObjectEraser {
    /** Removes some and says how many; 0 means that none are left. */
    int eraseSome(UUID tenantId);
  }

  /** Shuts a tenant on behalf of the installation. */
  public Deletion request(UUID tenantId) {
    return request(FirstTenant.INSTALLATION, tenantId);
  }

  /** Shuts a tenant and has it removed; asked again, tells how far that is. */
  public Deletion request(Actor actor, UUID tenantId) {
    if (tenantId.equals(FirstTenant.ID)) {
      throw new HypnosException(ErrorCode.FORBIDDEN, "the default tenant cannot be deleted");
    }
    return database.asSystem(
        handle -> {
          Optional<Tenant> tenant = lock(handle, tenantId);
          tenant
              .filter(found -> found.state().equals("active"))
              .ifPresent(found -> shut(handle, actor, found));
          return DeletionStore.find(handle, tenantId)
              .orElseThrow(
                  () -> new HypnosException(ErrorCode.NOT_FOUND, "no such tenant: " + tenantId));
        });
  }

  private static Optional<Tenant> lock(Handle handle, UUID tenantId) {
    return handle
        .createQuery(LOCK_TENANT)
        .bind("tenant", tenantId)
        .map((row, context) -> TenantRow.tenant(row))
        .findOne();
  }

  private void shut(Handle handle, Actor actor, Tenant tenant) {
    Instant now = now();
    handle.createUpdate(SHUT).bind("tenant", tenant.id()).execute();
    handle.createUpdate(REVOKE_KEYS).bind("tenant", tenant.id()).bind("now", now).execute();
    DeletionStore.insert(handle, tenant, PurgeStage.DOCUMENTS.text(), now);
    handle.createUpdate(LEAVE_ROOMS).bind("tenant", tenant.id()).execute();
    List<Tenant> rooms =
        handle
            .createQuery(LOCK_ROOMS)
            .bind("tenant", tenant.id())
            .map((row, context) -> TenantRow.tenant(row))
            .list();
    for (Tenant room : rooms) {
      handle.createUpdate(SHUT).bind("tenant", room.id()).execute();
      DeletionStore.insert(handle, room, PurgeStage.DOCUMENTS.text(), now);
    }
    audit.record(handle, actor, "tenant.delete", tenant.id().toString(), Map.of());
  }

  /** How far the deletion of a tenant is, also long after it. */
  public Optional<Deletion> progress(UUID tenantId) {
    return database.asSystem(handle -> DeletionStore.find(handle, tenantId));
  }

  /**
   * Does one step of one deletion that is due.
   *
   * @return whether there may be more to do at once
   */
  public boolean runOnce() {
    Step step = new Step();
    try {
      return database.asSystem(step::run);
    } catch (RuntimeException e) {
      if (step.deletion.isEmpty()) {
        throw e;
      }
      keep(e, step.deletion.get());
      return true;
    }
  }

  private void keep(RuntimeException failure, Deletion deletion) {
    UUID tenantId = deletion.tenantId();
    LOG.warn("deletion of tenant {} failed at {}", tenantId, deletion.stage(), failure);
    String text = String.valueOf(failure.getMessage());
    String error = text.substring(0, Math.min(text.length(), LONGEST_ERROR));
    database.asSystem(
        handle -> {
          DeletionStore.fail(handle, tenantId, error, now());
          return null;
        });
  }

  /** As the record itself tells: what the process knows may be some seconds old. */
  private static boolean isElsewhere(Handle handle, UUID tenantId) {
    return handle.createQuery(IS_ELSEWHERE).bind("tenant", tenantId).mapTo(Boolean.class).one();
  }

  private Place own(UUID tenantId) {
    return database.places().stream()
        .filter(place -> place.tenant().equals(Optional.of(tenantId)))
        .findFirst()
        .orElseThrow(
            () ->
                new HypnosException(
                    ErrorCode.UNAVAILABLE, "The tenant's own database is not known yet"));
  }

  private static void shutIn(Place place, UUID tenantId) {
    place.asSystem(handle -> handle.createUpdate(SHUT).bind("tenant", tenantId).execute());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** One step; remembers what it works on, for when it fails. */
  private final class Step {
    private Optional<Deletion> deletion = Optional.empty();

    private boolean run(Handle handle) {
      deletion = DeletionStore.lockNext(handle, now());
      deletion.ifPresent(found -> DeletionStore.advance(handle, advanced(handle, found), now()));
      return deletion.isPresent();
    }

    private Deletion advanced(Handle handle, Deletion found) {
      UUID tenantId = found.tenantId();
      return switch (PurgeStage.of(found.stage())) {
        case DOCUMENTS -> {
          if (isElsewhere(handle, tenantId)) {
            shutIn(own(tenantId), tenantId);
          }
          yield found.plus(search.erase(tenantId), 0, 0).at(PurgeStage.OBJECTS);
        }
        case OBJECTS -> {
          int erased = objects.eraseSome(tenantId);
          yield erased > 0
              ? found.plus(0, erased, 0)
              : found.at(isElsewhere(handle, tenantId) ? PurgeStage.OWN_ROWS : PurgeStage.ROWS);
        }
        case OWN_ROWS ->
            isElsewhere(handle, tenantId) ? ownErased(found) : found.at(PurgeStage.ROWS);
        case ROWS -> {
          int erased = TenantTables.deleteSome(handle, tenantId, ROWS_A_STEP);
          yield erased > 0 ? found.plus(0, 0, erased) : found.at(PurgeStage.TENANT);
        }
        case TENANT ->
            found.plus(0, 0, TenantTables.deleteTenant(handle, tenantId)).at(PurgeStage.SWEEP);
        case SWEEP -> swept(found);
        case DONE -> found.finished(now());
      };
    }

    private Deletion ownErased(Deletion found) {
      UUID tenantId = found.tenantId();
      Place place = own(tenantId);
      int erased = place.asSystem(theirs -> TenantTables.deleteSome(theirs, tenantId, ROWS_A_STEP));
      return erased > 0
          ? found.plus(0, 0, erased)
          : found
              .plus(0, 0, place.asSystem(theirs -> TenantTables.deleteOwn(theirs, tenantId)))
              .at(PurgeStage.ROWS);
    }

    private Deletion swept(Deletion found) {
      Deletion swept = found.plus(search.erase(found.tenantId()), 0, 0);
      int erased = objects.eraseSome(found.tenantId());
      return erased > 0 ? swept.plus(0, erased, 0) : swept.finished(now());
    }
  }
}
