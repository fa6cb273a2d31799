package io.hypnos.engine.space;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Which keys may use which spaces. The first grant closes a space to all other keys, the removal of
 * the last opens it again; a revoked key's grant stays, so that revoking never opens anything. Who
 * manages grants needs none, so that a tenant cannot lock itself out.
 */
public final class SpaceGrants {
  private static final String KEY_IS_GOOD =
      """
      SELECT EXISTS (SELECT 1 FROM api_key
                     WHERE tenant_id = :tenant AND key_id = :key AND revoked_at IS NULL
                       AND (expires_at IS NULL OR expires_at > :now))
      """;

  private static final String SHARE_SPACE =
      "SELECT space FROM space WHERE tenant_id = :tenant AND space = :space FOR SHARE";

  private static final String PUT =
      """
      INSERT INTO space_grant (tenant_id, space, key_id, can_read, can_write, created_at)
      VALUES (:tenant, :space, :key, :read, :write, :now)
      ON CONFLICT (tenant_id, space, key_id) DO UPDATE
      SET can_read = excluded.can_read, can_write = excluded.can_write
      """;

  private static final String DELETE =
      """
      DELETE FROM space_grant
      WHERE tenant_id = :tenant AND space = :space AND key_id = :key
      """;

  private static final String LIST =
      """
      SELECT g.key_id, k.label, g.can_read, g.can_write, g.created_at,
             k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > :now) AS active
      FROM space_grant g
      JOIN api_key k ON k.key_id = g.key_id AND k.tenant_id = g.tenant_id
      WHERE g.tenant_id = :tenant AND g.space = :space
      ORDER BY g.created_at, g.key_id
      """;

  private final Database database;
  private final AuditLog audit;
  private final Clock clock;

  public SpaceGrants(Database database, AuditLog audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  static HypnosException noSpace() {
    return new HypnosException(
        ErrorCode.NOT_FOUND, "no such space", Map.of("missing", "space"), null);
  }

  /** Grants, or changes what is granted. {@code NOT_FOUND} without such a space or key. */
  public SpaceGrant put(
      Caller caller, String space, UUID keyId, boolean canRead, boolean canWrite) {
    Instant now = clock.instant();
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          share(handle, caller.tenantId(), space);
          boolean good =
              handle
                  .createQuery(KEY_IS_GOOD)
                  .bind("tenant", caller.tenantId())
                  .bind("key", keyId)
                  .bind("now", Timestamp.from(now))
                  .mapTo(Boolean.class)
                  .one();
          if (!good) {
            throw noKey();
          }
          handle
              .createUpdate(PUT)
              .bind("tenant", caller.tenantId())
              .bind("space", space)
              .bind("key", keyId)
              .bind("read", canRead)
              .bind("write", canWrite)
              .bind("now", Timestamp.from(now))
              .execute();
          audit.record(
              handle,
              caller.actor(),
              "space.grant",
              space,
              Map.of("key", keyId.toString(), "read", canRead, "write", canWrite));
          return list(handle, caller.tenantId(), space, now).stream()
              .filter(grant -> grant.keyId().equals(keyId))
              .findFirst()
              .orElseThrow(SpaceGrants::noKey);
        });
  }

  /** The grants of a space, oldest first; none: it is open to all keys of the tenant. */
  public List<SpaceGrant> list(UUID tenantId, String space) {
    return database.inTenant(
        tenantId,
        handle -> {
          share(handle, tenantId, space);
          return list(handle, tenantId, space, clock.instant());
        });
  }

  /** Takes a grant away and says whether the space is still restricted. */
  public boolean delete(Caller caller, String space, UUID keyId) {
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          share(handle, caller.tenantId(), space);
          int deleted =
              handle
                  .createUpdate(DELETE)
                  .bind("tenant", caller.tenantId())
                  .bind("space", space)
                  .bind("key", keyId)
                  .execute();
          if (deleted == 0) {
            throw noKey();
          }
          audit.record(
              handle, caller.actor(), "space.revoke", space, Map.of("key", keyId.toString()));
          return !list(handle, caller.tenantId(), space, clock.instant()).isEmpty();
        });
  }

  private static HypnosException noKey() {
    return new HypnosException(
        ErrorCode.NOT_FOUND, "no such key or grant", Map.of("missing", "key"), null);
  }

  private static void share(Handle handle, UUID tenantId, String space) {
    boolean there =
        handle
            .createQuery(SHARE_SPACE)
            .bind("tenant", tenantId)
            .bind("space", space)
            .mapTo(String.class)
            .findOne()
            .isPresent();
    if (!there) {
      throw noSpace();
    }
  }

  private static List<SpaceGrant> list(Handle handle, UUID tenantId, String space, Instant now) {
    return handle
        .createQuery(LIST)
        .bind("tenant", tenantId)
        .bind("space", space)
        .bind("now", Timestamp.from(now))
        .map((row, context) -> grant(row))
        .list();
  }

  private static SpaceGrant grant(ResultSet row) throws SQLException {
    return new SpaceGrant(
        row.getObject("key_id", UUID.class),
        row.getString("label"),
        row.getBoolean("can_read"),
        row.getBoolean("can_write"),
        row.getBoolean("active"),
        row.getTimestamp("created_at").toInstant());
  }
}
