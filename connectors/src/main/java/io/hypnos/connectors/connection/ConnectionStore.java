package io.hypnos.connectors.connection;

import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Problem;
import io.hypnos.engine.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of connections, and that of their runs. */
final class ConnectionStore {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final TypeReference<List<Problem>> PROBLEMS = new TypeReference<>() {};

  private static final String INSERT =
      """
      INSERT INTO connection (tenant_id, connection_id, provider, name, space, container_tag,
                              config, creator, status, next_sync_at, created_at, updated_at)
      VALUES (:tenant, :id, :provider, :name, :space, :tag, :config::jsonb, :creator, 'active',
              :now::timestamptz + interval '1 minute', :now, :now)
      """;

  private static final String SELECT =
      """
      SELECT *, coalesce(run_until > now(), false) AS running, cursor::text AS cursor_text
      FROM connection
      WHERE tenant_id = :tenant AND (:id::uuid IS NULL OR connection_id = :id)
      ORDER BY created_at, connection_id
      """;

  private static final String DELETE =
      """
      DELETE FROM connection
      WHERE tenant_id = :tenant AND connection_id = :id
      """;

  private static final String BEGIN =
      """
      UPDATE connection
      SET run_id = :run, run_until = now() + :lease * interval '1 second',
          cursor = CASE WHEN :afresh THEN cursor - (SELECT coalesce(array_agg(key), '{}')
                                                    FROM jsonb_object_keys(cursor) key
                                                    WHERE key <> 'sweep')
                   ELSE cursor END
      WHERE tenant_id = :tenant AND connection_id = :id AND NOT ending
        AND (run_until IS NULL OR run_until <= now())
      """;

  /** Whoever reads a source from its beginning tries what was given up as well. */
  private static final String TRY_AGAIN =
      """
      UPDATE connection_record
      SET attempts = 1
      WHERE tenant_id = :tenant AND connection_id = :id AND attempts > 1
      """;

  /** A run that left its lease behind has failed, and nobody was there to write that down. */
  private static final String COUNT_CUT_OFF =
      """
      UPDATE connection
      SET run_id = NULL, run_until = NULL, failures = failures + 1,
          last_error = 'a run was cut off', updated_at = :now,
          status = CASE WHEN status = 'paused' OR failures + 1 >= :most THEN 'paused'
                   ELSE 'error' END
      WHERE (tenant_id, connection_id) IN
            (SELECT tenant_id, connection_id
             FROM connection
             WHERE run_id IS NOT NULL AND run_until <= now() AND NOT ending
               AND (:id::uuid IS NULL OR tenant_id = :tenant AND connection_id = :id)
             FOR UPDATE SKIP LOCKED)
      """;

  private static final String END =
      """
      UPDATE connection
      SET run_id = NULL, run_until = NULL, status = :status, last_error = :error,
          failures = :failures, next_sync_at = :next, updated_at = :now,
          last_synced_at = CASE WHEN :synced THEN :now ELSE last_synced_at END
      WHERE tenant_id = :tenant AND connection_id = :id AND run_id = :run
      """;

  private static final String SET_STATUS =
      """
      UPDATE connection
      SET status = :status, failures = 0, next_sync_at = :now, updated_at = :now
      WHERE tenant_id = :tenant AND connection_id = :id AND NOT ending
      """;

  private static final String INSERT_RUN =
      """
      INSERT INTO connection_run (tenant_id, run_id, connection_id, trigger, status, synced,
                                  deleted, failed, problems, error, created_at, ended_at)
      VALUES (:tenant, :run, :id, :trigger, :status, :synced, :deleted, :failed,
              :problems::jsonb, :error, :began, :now)
      """;

  /** As many as can be shown stay. */
  private static final String FORGET_RUNS =
      """
      DELETE FROM connection_run
      WHERE tenant_id = :tenant AND connection_id = :id
        AND created_at < (SELECT created_at
                          FROM connection_run
                          WHERE tenant_id = :tenant AND connection_id = :id
                          ORDER BY created_at DESC
                          OFFSET 99 LIMIT 1)
      """;

  private static final String RUNS =
      """
      SELECT *
      FROM connection_run
      WHERE tenant_id = :tenant AND connection_id = :id
      ORDER BY created_at DESC, run_id
      LIMIT :limit
      """;

  private static final String CLAIM =
      """
      UPDATE connection
      SET run_id = :run, run_until = now() + :lease * interval '1 second'
      WHERE (tenant_id, connection_id) =
            (SELECT c.tenant_id, c.connection_id
             FROM connection c
             JOIN tenant t ON t.tenant_id = c.tenant_id AND t.state = 'active'
             WHERE %s AND (c.run_until IS NULL OR c.run_until <= now())
             ORDER BY c.next_sync_at
             LIMIT 1
             FOR UPDATE OF c SKIP LOCKED)
      RETURNING tenant_id, connection_id, ending
      """;

  private static final String CLAIM_ENDING = CLAIM.formatted("c.ending");

  private static final String CLAIM_DUE =
      CLAIM.formatted("NOT c.ending AND c.status <> 'paused' AND c.next_sync_at <= :now");

  private static final String LOCK =
      """
      SELECT *, coalesce(run_until > now(), false) AS running, cursor::text AS cursor_text
      FROM connection
      WHERE tenant_id = :tenant AND connection_id = :id
      FOR UPDATE
      """;

  private static final String TAKE_OVER =
      """
      UPDATE connection
      SET run_id = :run, run_until = now() + :lease * interval '1 second', status = 'paused',
          ending = true
      WHERE tenant_id = :tenant AND connection_id = :id
      """;

  private static final String KEEP =
      """
      UPDATE connection
      SET run_until = now() + :lease * interval '1 second'
      WHERE tenant_id = :tenant AND connection_id = :id AND ending
      """;

  private static final String IS_ENDING =
      """
      SELECT ending
      FROM connection
      WHERE tenant_id = :tenant AND connection_id = :id
      """;

  /**
   * Names a connection across tenants.
   *
   * @param ending whether it is to be ended rather than synced
   */
  record Due(UUID tenantId, UUID id, boolean ending) {}

  private ConnectionStore() {}

  static void insert(
      Handle handle,
      UUID tenant,
      UUID id,
      NewConnection wanted,
      Optional<UUID> creator,
      Instant now) {
    handle
        .createUpdate(INSERT)
        .bind("tenant", tenant)
        .bind("id", id)
        .bind("provider", wanted.provider())
        .bind("name", wanted.name())
        .bind("space", wanted.space())
        .bind("tag", wanted.containerTag().orElse(null))
        .bind("config", JSON.writeValueAsString(wanted.config()))
        .bind("creator", creator.orElse(null))
        .bind("now", Timestamp.from(now))
        .execute();
  }

  static List<Connection> list(Handle handle, UUID tenant, Optional<UUID> id) {
    return handle
        .createQuery(SELECT)
        .bind("tenant", tenant)
        .bind("id", id.orElse(null))
        .map((row, context) -> connection(row))
        .list();
  }

  private static Connection connection(ResultSet row) throws SQLException {
    return new Connection(
        row.getObject("tenant_id", UUID.class),
        row.getObject("connection_id", UUID.class),
        row.getString("provider"),
        row.getString("name"),
        row.getString("space"),
        Optional.ofNullable(row.getString("container_tag")),
        JSON.readValue(row.getString("config"), OBJECT),
        Optional.ofNullable(row.getObject("creator", UUID.class)),
        row.getString("status"),
        row.getBoolean("running"),
        row.getString("cursor_text"),
        Optional.ofNullable(row.getString("last_error")),
        Optional.ofNullable(row.getTimestamp("last_synced_at")).map(Timestamp::toInstant),
        row.getTimestamp("next_sync_at").toInstant(),
        row.getInt("failures"),
        row.getLong("synced_total"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }

  static boolean delete(Handle handle, UUID tenant, UUID id) {
    return handle.createUpdate(DELETE).bind("tenant", tenant).bind("id", id).execute() > 0;
  }

  static boolean begin(
      Handle handle, Connection connection, UUID run, boolean afresh, Instant now) {
    countCutOff(handle, Optional.of(connection), now);
    boolean mine =
        handle
                .createUpdate(BEGIN)
                .bind("tenant", connection.tenantId())
                .bind("id", connection.id())
                .bind("run", run)
                .bind("afresh", afresh)
                .bind("lease", RecordStore.LEASE_SECONDS)
                .execute()
            > 0;
    if (mine && afresh) {
      handle
          .createUpdate(TRY_AGAIN)
          .bind("tenant", connection.tenantId())
          .bind("id", connection.id())
          .execute();
    }
    return mine;
  }

  /**
   * @param only of this one; empty for those of all tenants
   */
  private static void countCutOff(Handle handle, Optional<Connection> only, Instant now) {
    handle
        .createUpdate(COUNT_CUT_OFF)
        .bind("tenant", only.map(Connection::tenantId).orElse(null))
        .bind("id", only.map(Connection::id).orElse(null))
        .bind("most", Standings.FAILURES_TO_PAUSE)
        .bind("now", Timestamp.from(now))
        .execute();
  }

  /** How a connection stands after a run. */
  record Standing(String status, Optional<String> error, int failures, Instant next) {}

  static void end(
      Handle handle,
      Connection connection,
      UUID run,
      Standing standing,
      boolean synced,
      Instant now) {
    handle
        .createUpdate(END)
        .bind("tenant", connection.tenantId())
        .bind("id", connection.id())
        .bind("run", run)
        .bind("status", standing.status())
        .bind("error", standing.error().orElse(null))
        .bind("failures", standing.failures())
        .bind("next", Timestamp.from(standing.next()))
        .bind("synced", synced)
        .bind("now", Timestamp.from(now))
        .execute();
  }

  static boolean setStatus(Handle handle, UUID tenant, UUID id, String status, Instant now) {
    return handle
            .createUpdate(SET_STATUS)
            .bind("tenant", tenant)
            .bind("id", id)
            .bind("status", status)
            .bind("now", Timestamp.from(now))
            .execute()
        > 0;
  }

  static void insertRun(
      Handle handle,
      Connection connection,
      UUID run,
      String trigger,
      SyncResult result,
      Instant began,
      Instant now) {
    handle
        .createUpdate(INSERT_RUN)
        .bind("tenant", connection.tenantId())
        .bind("run", run)
        .bind("id", connection.id())
        .bind("trigger", trigger)
        .bind("status", result.status().word())
        .bind("synced", result.synced())
        .bind("deleted", result.deleted())
        .bind("failed", result.failed())
        .bind("problems", JSON.writeValueAsString(result.problems()))
        .bind("error", result.error().orElse(null))
        .bind("began", Timestamp.from(began))
        .bind("now", Timestamp.from(now))
        .execute();
    handle
        .createUpdate(FORGET_RUNS)
        .bind("tenant", connection.tenantId())
        .bind("id", connection.id())
        .execute();
  }

  static List<Run> runs(Handle handle, UUID tenant, UUID id, int limit) {
    return handle
        .createQuery(RUNS)
        .bind("tenant", tenant)
        .bind("id", id)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Run(
                    row.getObject("run_id", UUID.class),
                    row.getString("trigger"),
                    row.getString("status"),
                    row.getInt("synced"),
                    row.getInt("deleted"),
                    row.getInt("failed"),
                    JSON.readValue(row.getString("problems"), PROBLEMS),
                    Optional.ofNullable(row.getString("error")),
                    row.getTimestamp("created_at").toInstant(),
                    row.getTimestamp("ended_at").toInstant()))
        .list();
  }

  /** The connection as it is, which nobody else changes until the transaction ends. */
  static Optional<Connection> lock(Handle handle, Connection connection) {
    return handle
        .createQuery(LOCK)
        .bind("tenant", connection.tenantId())
        .bind("id", connection.id())
        .map((row, context) -> connection(row))
        .findOne();
  }

  /** Takes a connection out of all hands, for its end, which nothing but its end undoes. */
  static boolean takeOver(Handle handle, Connection connection, UUID run) {
    return handle
            .createUpdate(TAKE_OVER)
            .bind("tenant", connection.tenantId())
            .bind("id", connection.id())
            .bind("run", run)
            .bind("lease", RecordStore.LEASE_SECONDS)
            .execute()
        > 0;
  }

  /** A sign of life of whoever ends it. */
  static void keep(Handle handle, Connection connection) {
    handle
        .createUpdate(KEEP)
        .bind("tenant", connection.tenantId())
        .bind("id", connection.id())
        .bind("lease", RecordStore.LEASE_SECONDS)
        .execute();
  }

  static boolean isEnding(Handle handle, Connection connection) {
    return handle
        .createQuery(IS_ENDING)
        .bind("tenant", connection.tenantId())
        .bind("id", connection.id())
        .mapTo(Boolean.class)
        .findOne()
        .orElse(false);
  }

  /**
   * Gives a connection whose end was cut off to whoever goes on with that; else the one that is due
   * for the longest time to a run.
   */
  static Optional<Due> claim(Database database, UUID run, Instant now) {
    return database.asSystem(
        handle -> {
          countCutOff(handle, Optional.empty(), now);
          return claim(handle.createQuery(CLAIM_ENDING), run)
              .or(() -> claim(handle.createQuery(CLAIM_DUE).bind("now", Timestamp.from(now)), run));
        });
  }

  private static Optional<Due> claim(Query query, UUID run) {
    return query
        .bind("run", run)
        .bind("lease", RecordStore.LEASE_SECONDS)
        .map(
            (row, context) ->
                new Due(
                    row.getObject("tenant_id", UUID.class),
                    row.getObject("connection_id", UUID.class),
                    row.getBoolean("ending")))
        .findOne();
  }
}
