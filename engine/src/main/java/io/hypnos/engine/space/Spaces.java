package io.hypnos.engine.space;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rooms of a tenant. A restricted one that the caller's key may not read is, for the caller,
 * not there. Names are compared byte for byte.
 */
public final class Spaces {
  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_DESCRIPTION = 10_000;

  private static final String INSERT =
      """
      INSERT INTO space (tenant_id, space, description, metadata, created_at, updated_at)
      VALUES (:tenant, :space, :description, :metadata::jsonb, :now, :now)
      ON CONFLICT DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE space
      SET description = CASE WHEN :setDescription THEN :description ELSE description END,
          metadata = coalesce(:metadata::jsonb, metadata), updated_at = :now
      WHERE tenant_id = :tenant AND space = :space
      """;

  private static final String EXISTS =
      "SELECT EXISTS (SELECT 1 FROM space WHERE tenant_id = :tenant AND space = :space)";

  private static final String LOCK =
      "SELECT space FROM space WHERE tenant_id = :tenant AND space = :space FOR UPDATE";

  /** Rows before their space, as every writer locks them. */
  private static final String LOCK_FORGOTTEN =
      """
      SELECT memory_id
      FROM memory
      WHERE tenant_id = :tenant AND space = :space AND state = 'forgotten'
      ORDER BY memory_id
      FOR UPDATE
      """;

  private static final String HOLDS_MEMORIES =
      """
      SELECT EXISTS (SELECT 1 FROM memory
                     WHERE tenant_id = :tenant AND space = :space AND state <> 'forgotten')
      """;

  /**
   * What else belongs to a space, before the row itself; its grants go with that. Forgotten
   * memories are no longer anybody's to delete, so they go here.
   */
  private static final List<String> REMOVE =
      List.of(
          """
          INSERT INTO blob_removal (tenant_id, blob_key, created_at)
          SELECT DISTINCT a.tenant_id, a.blob_key, :now::timestamptz
          FROM attachment a
          JOIN memory m ON m.tenant_id = a.tenant_id AND m.memory_id = a.memory_id
          WHERE m.tenant_id = :tenant AND m.space = :space
          ON CONFLICT (tenant_id, blob_key) DO UPDATE
          SET created_at = least(blob_removal.created_at, excluded.created_at)
          """,
          """
          WITH gone AS (
            DELETE FROM memory
            WHERE tenant_id = :tenant AND space = :space
            RETURNING memory_id, space, row_version, most_pieces
          ), entry AS (
            INSERT INTO outbox (tenant_id, memory_id, space, change, row_version, pieces, request_id,
                                created_at)
            SELECT :tenant, memory_id, space, 'deleted', row_version + 1, most_pieces, :request, :now
            FROM gone
            RETURNING sequence, memory_id, space, change, row_version
          )
          INSERT INTO unpublished_change (sequence, tenant_id, memory_id, space, change, row_version,
                                          request_id, created_at)
          SELECT sequence, :tenant, memory_id, space, change, row_version, :request, :now
          FROM entry
          """,
          """
          UPDATE webhook_delivery
          SET subject = '{}'
          WHERE tenant_id = :tenant AND space = :space AND due_at IS NULL
          """,
          "DELETE FROM triple WHERE tenant_id = :tenant AND space = :space",
          "DELETE FROM task WHERE tenant_id = :tenant AND space = :space",
          "DELETE FROM job WHERE tenant_id = :tenant AND space = :space",
          """
          DELETE FROM memory_branch b
          WHERE b.tenant_id = :tenant
            AND b.memory_id IN (SELECT v.memory_id FROM memory_version v
                                WHERE v.tenant_id = :tenant AND v.space = :space)
            AND NOT EXISTS (SELECT 1 FROM memory m
                            WHERE m.tenant_id = :tenant AND m.memory_id = b.memory_id)
          """,
          """
          DELETE FROM memory_version v
          WHERE v.tenant_id = :tenant AND v.space = :space
            AND NOT EXISTS (SELECT 1 FROM memory m
                            WHERE m.tenant_id = :tenant AND m.memory_id = v.memory_id)
          """,
          "DELETE FROM space WHERE tenant_id = :tenant AND space = :space");

  private final Database database;
  private final SpaceAccess access;
  private final AuditLog audit;
  private final Clock clock;

  public Spaces(Database database, SpaceAccess access, AuditLog audit, Clock clock) {
    this.database = database;
    this.access = access;
    this.audit = audit;
    this.clock = clock;
  }

  /** The spaces that the agent may read, or all of the tenant, by name. */
  public List<Space> list(UUID tenantId, Optional<UUID> agent) {
    return database.inTenant(
        tenantId, handle -> SpaceReader.list(handle, tenantId, agent, clock.instant()));
  }

  public Optional<Space> find(UUID tenantId, Optional<UUID> agent, String name) {
    return database.inTenant(
        tenantId, handle -> SpaceReader.find(handle, tenantId, agent, name, clock.instant()));
  }

  /**
   * Fails with {@code NOT_FOUND} when the tenant has no such space, with {@code FORBIDDEN} when the
   * caller's key may not read it.
   */
  public void requireReadable(Caller caller, String name) {
    requireOpen(
        caller,
        name,
        handle -> access.requireRead(handle, caller.tenantId(), caller.keyId(), List.of(name)));
  }

  /** The same for a key that wants to write. */
  public void requireWritable(Caller caller, String name) {
    requireOpen(
        caller,
        name,
        handle -> access.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(name)));
  }

  private void requireOpen(Caller caller, String name, Consumer<Handle> grant) {
    database.<Void>inTenant(
        caller.tenantId(),
        handle -> {
          boolean there =
              handle
                  .createQuery(EXISTS)
                  .bind("tenant", caller.tenantId())
                  .bind("space", name)
                  .mapTo(Boolean.class)
                  .one();
          if (!there) {
            throw SpaceGrants.noSpace();
          }
          grant.accept(handle);
          return null;
        });
  }

  /** Fails with {@code FORBIDDEN} when the caller's key may not read the space, if there is one. */
  public void requireNotClosed(Caller caller, String name) {
    database.<Void>inTenant(
        caller.tenantId(),
        handle -> {
          access.requireRead(handle, caller.tenantId(), caller.keyId(), List.of(name));
          return null;
        });
  }

  /** The same for a key that wants to write, where the first write makes the space. */
  public void requireNotClosedToWrites(Caller caller, String name) {
    database.<Void>inTenant(
        caller.tenantId(),
        handle -> {
          access.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(name));
          return null;
        });
  }

  /** Makes a space; {@code CONFLICT} when there is one of that name. */
  public Space create(
      Caller caller, String name, Optional<String> description, Map<String, Object> metadata) {
    SpaceText.require("name", name, 1, LONGEST_NAME);
    description.ifPresent(text -> SpaceText.require("description", text, 0, LONGEST_DESCRIPTION));
    SpaceText.requireAll("metadata", metadata);
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          int made =
              handle
                  .createUpdate(INSERT)
                  .bind("tenant", caller.tenantId())
                  .bind("space", name)
                  .bind("description", description.orElse(null))
                  .bind("metadata", JsonMapper.shared().writeValueAsString(metadata))
                  .bind("now", Timestamp.from(clock.instant()))
                  .execute();
          if (made == 0) {
            throw new HypnosException(
                ErrorCode.CONFLICT,
                "there is a space of that name already",
                Map.of("reason", "space_exists"),
                null);
          }
          audit.record(handle, caller.actor(), "space.create", name, Map.of());
          return require(handle, caller.tenantId(), Optional.empty(), name);
        });
  }

  /**
   * Changes what is said of a space; what is absent stays.
   *
   * @param description present and empty inside: takes it away
   */
  public Space update(
      Caller caller,
      String name,
      Optional<Optional<String>> description,
      Optional<Map<String, Object>> metadata) {
    description
        .flatMap(text -> text)
        .ifPresent(text -> SpaceText.require("description", text, 0, LONGEST_DESCRIPTION));
    metadata.ifPresent(object -> SpaceText.requireAll("metadata", object));
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          require(handle, caller.tenantId(), caller.keyId(), name);
          access.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(name));
          handle
              .createUpdate(UPDATE)
              .bind("tenant", caller.tenantId())
              .bind("space", name)
              .bind("setDescription", description.isPresent())
              .bind("description", description.flatMap(text -> text).orElse(null))
              .bind("metadata", metadata.map(JsonMapper.shared()::writeValueAsString).orElse(null))
              .bind("now", Timestamp.from(clock.instant()))
              .execute();
          audit.record(handle, caller.actor(), "space.update", name, Map.of());
          return require(handle, caller.tenantId(), caller.keyId(), name);
        });
  }

  private Space require(Handle handle, UUID tenantId, Optional<UUID> agent, String name) {
    return SpaceReader.find(handle, tenantId, agent, name, clock.instant())
        .orElseThrow(SpaceGrants::noSpace);
  }

  /**
   * Removes a space that holds no memory any more with everything else in it, and says whether it
   * is gone: false when somebody has just written to it. Nobody can write to it while this goes on.
   */
  public boolean removeEmpty(Caller caller, String name) {
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          handle
              .createQuery(LOCK_FORGOTTEN)
              .bind("tenant", caller.tenantId())
              .bind("space", name)
              .mapTo(UUID.class)
              .list();
          boolean there =
              handle
                  .createQuery(LOCK)
                  .bind("tenant", caller.tenantId())
                  .bind("space", name)
                  .mapTo(String.class)
                  .findOne()
                  .isPresent();
          if (!there) {
            return true;
          }
          boolean holds =
              handle
                  .createQuery(HOLDS_MEMORIES)
                  .bind("tenant", caller.tenantId())
                  .bind("space", name)
                  .mapTo(Boolean.class)
                  .one();
          if (holds) {
            return false;
          }
          REMOVE.forEach(
              sql ->
                  handle
                      .createUpdate(sql)
                      .configure(SqlStatements.class, each -> each.setUnusedBindingAllowed(true))
                      .bind("tenant", caller.tenantId())
                      .bind("space", name)
                      .bind("request", caller.requestId())
                      .bind("now", Timestamp.from(clock.instant()))
                      .execute());
          audit.record(handle, caller.actor(), "space.delete", name, Map.of());
          return true;
        });
  }
}
