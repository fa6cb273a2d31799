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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Which keys may use which spaces. The first grant closes a space to all other keys, the removal of
 * the last opens it again; a revoked key's grant stays, so that revoking never opens anything. Who
 * manages grants needs none, so that a tenant cannot lock itself out.
 */
public final class SpaceGrants {
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
      SELECT key_id, can_read, can_write, created_at
      FROM space_grant
      WHERE tenant_id = :tenant AND space = :space
      ORDER BY created_at, key_id
      """;

  private static final String KEYS =
      """
      SELECT key_id, label,
             revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now) AS active
      FROM api_key
      WHERE tenant_id = :tenant AND key_id = ANY(:keys)
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
    UUID tenantId = caller.tenantId();
    Instant now = clock.instant();
    boolean good = keys(tenantId, List.of(keyId), now).stream().anyMatch(NamedKey::active);
    List<Row> rows =
        database.inTenant(
            tenantId,
            handle -> {
              share(handle, tenantId, space);
              if (!good) {
                throw noKey();
              }
              handle
                  .createUpdate(PUT)
                  .bind("tenant", tenantId)
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
              return rows(handle, tenantId, space);
            });
    return named(tenantId, rows, now).stream()
        .filter(grant -> grant.keyId().equals(keyId))
        .findFirst()
        .orElseThrow(SpaceGrants::noKey);
  }

  /** The grants of a space, oldest first; none: it is open to all keys of the tenant. */
  public List<SpaceGrant> list(UUID tenantId, String space) {
    List<Row> rows =
        database.inTenant(
            tenantId,
            handle -> {
              share(handle, tenantId, space);
              return rows(handle, tenantId, space);
            });
    return named(tenantId, rows, clock.instant());
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
          return !rows(handle, caller.tenantId(), space).isEmpty();
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

  /** A grant as it lies with its space. */
  private record Row(UUID keyId, boolean canRead, boolean canWrite, Instant createdAt) {}

  /** A key as it lies with the account. */
  private record NamedKey(UUID id, String label, boolean active) {}

  private static List<Row> rows(Handle handle, UUID tenantId, String space) {
    return handle
        .createQuery(LIST)
        .bind("tenant", tenantId)
        .bind("space", space)
        .map((row, context) -> row(row))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("key_id", UUID.class),
        row.getBoolean("can_read"),
        row.getBoolean("can_write"),
        row.getTimestamp("created_at").toInstant());
  }

  private List<NamedKey> keys(UUID tenantId, List<UUID> keys, Instant now) {
    return keys.isEmpty()
        ? List.of()
        : database.atHome(
            tenantId,
            handle ->
                handle
                    .createQuery(KEYS)
                    .bind("tenant", tenantId)
                    .bind("keys", keys.toArray(UUID[]::new))
                    .bind("now", Timestamp.from(now))
                    .map((row, context) -> key(row))
                    .list());
  }

  private static NamedKey key(ResultSet row) throws SQLException {
    return new NamedKey(
        row.getObject("key_id", UUID.class), row.getString("label"), row.getBoolean("active"));
  }

  /** With their keys, which may lie in another database. */
  private List<SpaceGrant> named(UUID tenantId, List<Row> rows, Instant now) {
    Map<UUID, NamedKey> keys =
        keys(tenantId, rows.stream().map(Row::keyId).toList(), now).stream()
            .collect(Collectors.toMap(NamedKey::id, Function.identity()));
    return rows.stream()
        .filter(row -> keys.containsKey(row.keyId()))
        .map(
            row -> {
              NamedKey key = keys.get(row.keyId());
              return new SpaceGrant(
                  row.keyId(),
                  key.label(),
                  row.canRead(),
                  row.canWrite(),
                  key.active(),
                  row.createdAt());
            })
        .toList();
  }
}
