package io.hypnos.engine.projection;

import io.hypnos.engine.projection.Rebuild.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The table of rebuilds, and what a rebuild reads across tenants. */
final class RebuildStore {
  private static final String COLUMNS =
      """
      rebuild_id, state, target, total, copied, last_tenant, last_memory, attempts, error,
      requested_at, started_at, finished_at
      """;

  private static final String REQUEST =
      """
      INSERT INTO index_rebuild (rebuild_id, state, requested_at, updated_at)
      VALUES (:id, 'requested', :now, :now)
      ON CONFLICT DO NOTHING
      """;

  private static final String LATEST =
      "SELECT " + COLUMNS + "FROM index_rebuild ORDER BY requested_at DESC, rebuild_id LIMIT 1";

  private static final String CLAIM =
      """
      UPDATE index_rebuild
      SET leased_by = :node, lease_until = :until
      WHERE rebuild_id = (
        SELECT rebuild_id
        FROM index_rebuild
        WHERE state IN ('requested', 'copying', 'switching')
          AND (lease_until IS NULL OR lease_until < :now OR leased_by = :node)
        FOR UPDATE SKIP LOCKED)
      RETURNING
      """
          + COLUMNS;

  private static final String BEGIN =
      """
      UPDATE index_rebuild
      SET state = 'copying', target = :target, total = :total,
          copied = 0, last_tenant = NULL, last_memory = NULL, started_at = :now, updated_at = :now
      WHERE rebuild_id = :id
      """;

  private static final String COUNT = "SELECT count(*) FROM memory";

  private static final String PAGE =
      """
      SELECT tenant_id, memory_id
      FROM memory
      WHERE (tenant_id, memory_id) > (:tenant, :memory)
      ORDER BY tenant_id, memory_id
      LIMIT :limit
      """;

  private static final String FOREIGN =
      """
      SELECT m.tenant_id, m.memory_id
      FROM unnest(:tenants, :memories) AS k (tenant_id, memory_id)
        JOIN memory m USING (tenant_id, memory_id)
      WHERE m.embedding_model <> :model
      """;

  private static final String ADVANCE =
      """
      UPDATE index_rebuild
      SET copied = copied + :copied, last_tenant = :tenant, last_memory = :memory,
          updated_at = :now, attempts = 0, error = NULL
      WHERE rebuild_id = :id
      """;

  private static final String SET_STATE =
      """
      UPDATE index_rebuild
      SET state = :state, updated_at = :now, finished_at = :finished
      WHERE rebuild_id = :id
      """;

  private static final String FAIL =
      """
      UPDATE index_rebuild
      SET attempts = attempts + 1, error = :error, updated_at = :now,
          state = CASE WHEN attempts + 1 >= :most THEN 'failed' ELSE state END,
          finished_at = CASE WHEN attempts + 1 >= :most THEN :now ELSE finished_at END
      WHERE rebuild_id = :id
      """;

  private static final String CHANGED =
      """
      SELECT DISTINCT ON (tenant_id, memory_id)
             sequence, tenant_id, memory_id, space, row_version, pieces
      FROM outbox
      WHERE created_at >= :since
      ORDER BY tenant_id, memory_id, row_version DESC
      """;

  private static final String HAS_FOREIGN_VECTORS =
      "SELECT EXISTS (SELECT 1 FROM memory WHERE embedding_model <> :model)";

  static final UUID BEFORE_ALL = new UUID(0, 0);

  /** A memory of any tenant. */
  record MemoryKey(UUID tenantId, UUID memoryId) {}

  boolean request(Handle handle, UUID id, Instant now) {
    return handle.createUpdate(REQUEST).bind("id", id).bind("now", Timestamp.from(now)).execute()
        == 1;
  }

  Optional<Rebuild> latest(Handle handle) {
    return handle.createQuery(LATEST).map((row, context) -> rebuild(row)).findOne();
  }

  Optional<Rebuild> claim(Handle handle, UUID node, Instant now, Duration lease) {
    return handle
        .createQuery(CLAIM)
        .bind("node", node)
        .bind("now", Timestamp.from(now))
        .bind("until", Timestamp.from(now.plus(lease)))
        .map((row, context) -> rebuild(row))
        .findOne();
  }

  long count(Handle handle) {
    return handle.createQuery(COUNT).mapTo(Long.class).one();
  }

  void begin(Handle handle, UUID id, String target, long total, Instant now) {
    handle
        .createUpdate(BEGIN)
        .bind("id", id)
        .bind("target", target)
        .bind("total", total)
        .bind("now", Timestamp.from(now))
        .execute();
  }

  /** Those whose vectors another model made. */
  List<MemoryKey> foreign(Handle handle, List<MemoryKey> keys, String modelId) {
    return handle
        .createQuery(FOREIGN)
        .bind("tenants", keys.stream().map(MemoryKey::tenantId).toArray(UUID[]::new))
        .bind("memories", keys.stream().map(MemoryKey::memoryId).toArray(UUID[]::new))
        .bind("model", modelId)
        .map((row, context) -> key(row))
        .list();
  }

  private static MemoryKey key(ResultSet row) throws SQLException {
    return new MemoryKey(
        row.getObject("tenant_id", UUID.class), row.getObject("memory_id", UUID.class));
  }

  List<MemoryKey> page(Handle handle, Rebuild rebuild, int limit) {
    return handle
        .createQuery(PAGE)
        .bind("tenant", rebuild.lastTenant().orElse(BEFORE_ALL))
        .bind("memory", rebuild.lastMemory().orElse(BEFORE_ALL))
        .bind("limit", limit)
        .map((row, context) -> key(row))
        .list();
  }

  void advance(Handle handle, UUID id, List<MemoryKey> page, Instant now) {
    MemoryKey last = page.get(page.size() - 1);
    handle
        .createUpdate(ADVANCE)
        .bind("id", id)
        .bind("copied", page.size())
        .bind("tenant", last.tenantId())
        .bind("memory", last.memoryId())
        .bind("now", Timestamp.from(now))
        .execute();
  }

  void setState(Handle handle, UUID id, State state, Instant now) {
    boolean finished = state == State.DONE || state == State.FAILED;
    handle
        .createUpdate(SET_STATE)
        .bind("id", id)
        .bind("state", state.name().toLowerCase(Locale.ROOT))
        .bind("now", Timestamp.from(now))
        .bind("finished", finished ? Timestamp.from(now) : null)
        .execute();
  }

  void fail(Handle handle, UUID id, String error, int most, Instant now) {
    handle
        .createUpdate(FAIL)
        .bind("id", id)
        .bind("error", error)
        .bind("most", most)
        .bind("now", Timestamp.from(now))
        .execute();
  }

  /** Whether a memory has vectors of another model. */
  boolean hasForeignVectors(Handle handle, String model) {
    return handle.createQuery(HAS_FOREIGN_VECTORS).bind("model", model).mapTo(Boolean.class).one();
  }

  /** The last entry of every memory that changed since then. */
  List<OpenEntry> changedSince(Handle handle, Instant since) {
    return handle
        .createQuery(CHANGED)
        .bind("since", Timestamp.from(since))
        .map(
            (row, context) ->
                new OpenEntry(
                    row.getLong("sequence"),
                    row.getObject("tenant_id", UUID.class),
                    row.getObject("memory_id", UUID.class),
                    row.getString("space"),
                    row.getLong("row_version"),
                    row.getInt("pieces")))
        .list();
  }

  private static Rebuild rebuild(ResultSet row) throws SQLException {
    return new Rebuild(
        row.getObject("rebuild_id", UUID.class),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getString("target")),
        row.getLong("total"),
        row.getLong("copied"),
        Optional.ofNullable(row.getObject("last_tenant", UUID.class)),
        Optional.ofNullable(row.getObject("last_memory", UUID.class)),
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("error")),
        row.getTimestamp("requested_at").toInstant(),
        time(row, "started_at"),
        time(row, "finished_at"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
