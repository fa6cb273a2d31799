package io.hypnos.connectors.connection;

import io.hypnos.connectors.sync.Known;
import io.hypnos.connectors.sync.SyncStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The state of one connection in the record, for the run that holds it. */
final class RecordStore implements SyncStore {
  /** How long a run keeps the connection without a sign of life. */
  static final int LEASE_SECONDS = 180;

  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(20);

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, Map<String, String>>> CURSOR =
      new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private static final String READ_CURSOR =
      """
      SELECT cursor::text
      FROM connection
      WHERE tenant_id = :tenant AND connection_id = :id
      """;

  private static final String KNOWN =
      """
      SELECT *
      FROM connection_record
      WHERE tenant_id = :tenant AND connection_id = :id AND external_id = ANY(:ids)
      """;

  private static final String TROUBLED =
      """
      SELECT *
      FROM connection_record
      WHERE tenant_id = :tenant AND connection_id = :id
        AND attempts > 0 AND attempts <= :attempts AND external_id > :after
      ORDER BY external_id
      LIMIT :most
      """;

  private static final String RENEW =
      """
      UPDATE connection
      SET run_until = now() + :lease * interval '1 second'
      WHERE tenant_id = :tenant AND connection_id = :id AND run_id = :run
      """;

  private static final String NUMBERS =
      """
      UPDATE connection
      SET next_version = next_version + :count,
          run_until = now() + :lease * interval '1 second'
      WHERE tenant_id = :tenant AND connection_id = :id AND run_id = :run
      RETURNING next_version - :count
      """;

  private static final String ANNOUNCE =
      """
      INSERT INTO connection_record (tenant_id, connection_id, external_id, revision, fingerprint,
                                     deleted, attempts, error, locator, seen)
      SELECT :tenant, :id, name, '', '', false, 0, '', '{}', :seen
      FROM unnest(:ids) name
      ON CONFLICT (tenant_id, connection_id, external_id) DO UPDATE
      SET revision = '', fingerprint = '', deleted = false
      """;

  private static final String MOVE =
      """
      UPDATE connection
      SET cursor = CASE WHEN :feed::text IS NULL THEN cursor
                        ELSE jsonb_set(cursor, ARRAY[:feed], :position::jsonb) END,
          synced_total = synced_total + :synced,
          run_until = now() + :lease * interval '1 second'
      WHERE tenant_id = :tenant AND connection_id = :id AND run_id = :run
      """;

  private static final String UPSERT =
      """
      INSERT INTO connection_record (tenant_id, connection_id, external_id, revision, fingerprint,
                                     deleted, attempts, error, locator, seen)
      VALUES (:tenant, :id, :name, :revision, :fingerprint, :deleted, :attempts, :error,
              :locator::jsonb, :seen)
      ON CONFLICT (tenant_id, connection_id, external_id) DO UPDATE
      SET revision = excluded.revision, fingerprint = excluded.fingerprint,
          deleted = excluded.deleted, attempts = excluded.attempts, error = excluded.error,
          locator = excluded.locator, seen = excluded.seen
      """;

  private static final String TALLY =
      """
      SELECT count(*) AS alive, count(*) FILTER (WHERE seen < :sweep) AS unseen
      FROM connection_record
      WHERE tenant_id = :tenant AND connection_id = :id AND NOT deleted
      """;

  private static final String UNSEEN =
      """
      SELECT external_id
      FROM connection_record
      WHERE tenant_id = :tenant AND connection_id = :id AND NOT deleted AND seen < :sweep
      ORDER BY external_id
      LIMIT :most
      """;

  private final Database database;
  private final UUID tenant;
  private final UUID id;
  private final UUID run;
  private final Supplier<Redaction> redaction;
  private final Clock clock;
  private Instant renewed;

  /**
   * @param redaction what takes credentials out of errors, as they are by then
   */
  RecordStore(
      Database database,
      Connection connection,
      UUID run,
      Supplier<Redaction> redaction,
      Clock clock) {
    this.database = database;
    this.tenant = connection.tenantId();
    this.id = connection.id();
    this.run = run;
    this.redaction = redaction;
    this.clock = clock;
    this.renewed = clock.instant();
  }

  /** Keeps the connection. {@code CONFLICT} when another run has taken it over. */
  void renew() {
    if (clock.instant().isBefore(renewed.plus(SIGN_OF_LIFE))) {
      return;
    }
    int mine =
        database.atHome(
            tenant,
            handle ->
                own(handle.createUpdate(RENEW))
                    .bind("run", run)
                    .bind("lease", LEASE_SECONDS)
                    .execute());
    if (mine == 0) {
      throw lost();
    }
    renewed = clock.instant();
  }

  private <T extends SqlStatement<T>> T own(T statement) {
    return statement.bind("tenant", tenant).bind("id", id);
  }

  @Override
  public Map<String, Map<String, String>> cursor() {
    return database.atHome(
        tenant,
        handle ->
            own(handle.createQuery(READ_CURSOR))
                .mapTo(String.class)
                .findOne()
                .map(text -> JSON.readValue(text, CURSOR))
                .orElse(Map.of()));
  }

  @Override
  public Map<String, Known> known(Collection<String> ids) {
    Map<String, Known> found = new HashMap<>();
    database
        .atHome(
            tenant,
            handle ->
                own(handle.createQuery(KNOWN))
                    .bind("ids", ids.toArray(String[]::new))
                    .map((row, context) -> known(row))
                    .list())
        .forEach(known -> found.put(known.id(), known));
    return found;
  }

  private static Known known(ResultSet row) throws SQLException {
    return new Known(
        row.getString("external_id"),
        row.getString("revision"),
        row.getString("fingerprint"),
        row.getBoolean("deleted"),
        row.getInt("attempts"),
        row.getString("error"),
        JSON.readValue(row.getString("locator"), TEXTS),
        row.getLong("seen"));
  }

  @Override
  public List<Known> troubled(Optional<String> after, int mostAttempts, int most) {
    return database.atHome(
        tenant,
        handle ->
            own(handle.createQuery(TROUBLED))
                .bind("attempts", mostAttempts)
                .bind("after", after.orElse(""))
                .bind("most", most)
                .map((row, context) -> known(row))
                .list());
  }

  @Override
  public long announce(Collection<String> ids, long seen) {
    return database.atHome(
        tenant,
        handle -> {
          long first =
              own(handle.createQuery(NUMBERS))
                  .bind("run", run)
                  .bind("count", ids.size())
                  .bind("lease", LEASE_SECONDS)
                  .mapTo(Long.class)
                  .findOne()
                  .orElseThrow(RecordStore::lost);
          own(handle.createUpdate(ANNOUNCE))
              .bind("ids", ids.toArray(String[]::new))
              .bind("seen", seen)
              .execute();
          return first;
        });
  }

  private static HypnosException lost() {
    return new HypnosException(ErrorCode.CONFLICT, "another run has taken the connection over");
  }

  @Override
  public void commit(Step step) {
    boolean failing = step.records().stream().anyMatch(known -> !known.error().isEmpty());
    UnaryOperator<String> shown = failing ? redaction.get()::of : UnaryOperator.identity();
    database.atHome(
        tenant,
        handle -> {
          int moved =
              own(handle.createUpdate(MOVE))
                  .bind("run", run)
                  .bind("feed", step.feed().orElse(null))
                  .bind("position", JSON.writeValueAsString(step.position()))
                  .bind("synced", step.synced())
                  .bind("lease", LEASE_SECONDS)
                  .execute();
          if (moved == 0) {
            throw lost();
          }
          write(handle, step.records(), shown);
          return null;
        });
  }

  private void write(Handle handle, List<Known> records, UnaryOperator<String> shown) {
    if (records.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(UPSERT);
    for (Known known : records) {
      batch
          .bind("tenant", tenant)
          .bind("id", id)
          .bind("name", known.id())
          .bind("revision", known.revision())
          .bind("fingerprint", known.fingerprint())
          .bind("deleted", known.deleted())
          .bind("attempts", known.attempts())
          .bind("error", shown.apply(known.error()))
          .bind("locator", JSON.writeValueAsString(known.locator()))
          .bind("seen", known.seen())
          .add();
    }
    batch.execute();
  }

  @Override
  public Tally tally(long sweep) {
    return database.atHome(
        tenant,
        handle ->
            own(handle.createQuery(TALLY))
                .bind("sweep", sweep)
                .map((row, context) -> new Tally(row.getLong("alive"), row.getLong("unseen")))
                .one());
  }

  @Override
  public List<String> unseen(long sweep, int most) {
    return database.atHome(
        tenant,
        handle ->
            own(handle.createQuery(UNSEEN))
                .bind("sweep", sweep)
                .bind("most", most)
                .mapTo(String.class)
                .list());
  }
}
