package io.hypnos.engine.sleep;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Placed;
import io.hypnos.engine.database.Round;
import io.hypnos.settings.SleepSettings;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/**
 * Runs as workers see them, of all tenants. Who takes a run holds a lease; only with it can the run
 * be moved on, so a worker that was thought dead cannot spoil what another has taken over.
 */
final class RunQueue {
  private static final RunMapper MAPPER = new RunMapper();
  private static final String WHAT = "sleep runs";
  private static final String UNIQUE_VIOLATION = "23505";

  private static final String GIVE_UP =
      """
      UPDATE run
      SET state = 'failed', error = 'it was begun ' || attempts || ' times and never ended',
          leased_by = NULL, lease_until = NULL, finished_at = :now
      WHERE place = :place AND state = 'running' AND lease_until < :now AND attempts >= :attempts
      """;

  private static final String TAKE =
      """
      UPDATE run
      SET state = 'running', leased_by = :lease, lease_until = :until, attempts = attempts + 1,
          started_at = coalesce(started_at, :now)
      WHERE (tenant_id, run_id) = (
        SELECT r.tenant_id, r.run_id
        FROM run AS r
        JOIN tenant AS t ON t.tenant_id = r.tenant_id AND t.state = 'active'
        WHERE r.place = :place AND r.kind = 'sleep' AND (:id::uuid IS NULL OR r.run_id = :id)
          AND ((r.state = 'requested' AND (r.lease_until IS NULL OR r.lease_until <= :now)
                AND NOT EXISTS (SELECT 1 FROM run AS o
                                WHERE o.tenant_id = r.tenant_id AND o.space = r.space
                                  AND o.state = 'running'))
               OR (r.state = 'running' AND r.lease_until < :now))
          AND r.attempts < :attempts
        ORDER BY r.created_at, r.run_id
        LIMIT 1
        FOR UPDATE OF r SKIP LOCKED)
      RETURNING %s
      """
          .formatted(RunMapper.COLUMNS);

  private static final String HELD =
      "\nWHERE tenant_id = :tenant AND run_id = :id AND state = 'running' AND leased_by = :lease";

  private static final String EXTEND = "UPDATE run\nSET lease_until = :until" + HELD;

  private static final String PROGRESS =
      "UPDATE run\nSET phase = :phase, done = :done, total = :total, lease_until = :until" + HELD;

  private static final String FAIL =
      """
      UPDATE run
      SET state = 'failed', error = :error, leased_by = NULL, lease_until = NULL, finished_at = :now\
      """
          + HELD;

  private static final String TRY_AGAIN =
      """
      UPDATE run
      SET state = 'requested', fingerprint = '', error = :error, leased_by = NULL,
          lease_until = :until\
      """
          + HELD;

  private static final String TO_ANNOUNCE =
      """
      SELECT %s
      FROM run
      WHERE place = 'cluster' AND state = 'requested'
        AND (announced_at IS NULL OR announced_at < :before)
      ORDER BY created_at
      LIMIT 100
      """
          .formatted(RunMapper.COLUMNS);

  private static final String ANNOUNCED =
      "UPDATE run\nSET announced_at = :now\nWHERE tenant_id = :tenant AND run_id = :id";

  private static final String FORGET =
      """
      DELETE FROM run
      WHERE ctid = ANY (ARRAY(SELECT ctid FROM run WHERE finished_at < :before LIMIT 200))
      """;

  private static final Duration ANNOUNCED_AGAIN_AFTER = Duration.ofMinutes(10);

  private final Database database;
  private final Round round;
  private final SleepSettings settings;
  private final Clock clock;

  RunQueue(Database database, SleepSettings settings, Clock clock) {
    this.database = database;
    this.round = new Round(database, WHAT);
    this.settings = settings;
    this.clock = clock;
  }

  /** A run and the right to work on it. */
  record Leased(Run run, UUID lease) {}

  /** Which run of which tenant. */
  record Named(UUID tenantId, UUID id) {}

  /** Takes the oldest run for these workers that nobody works on and whose space is free. */
  Optional<Leased> take(Run.Where where, UUID lease) {
    return round.first(
        place ->
            unlessTaken(
                () -> place.asSystem(handle -> take(handle, where, Optional.empty(), lease))));
  }

  /** Takes this run, if nobody works on it and its space is free. */
  Optional<Leased> take(Run.Where where, Named only, UUID lease) {
    return unlessTaken(
        () ->
            database.asSystemOf(
                only.tenantId(), handle -> take(handle, where, Optional.of(only.id()), lease)));
  }

  private Optional<Leased> take(Handle handle, Run.Where where, Optional<UUID> only, UUID lease) {
    Instant now = clock.instant();
    bound(handle.createUpdate(GIVE_UP), where, now).execute();
    Query query =
        handle
            .createQuery(TAKE)
            .bind("place", text(where))
            .bind("attempts", settings.attempts())
            .bind("now", Timestamp.from(now))
            .bind("id", only.orElse(null))
            .bind("lease", lease)
            .bind("until", Timestamp.from(now.plus(settings.lease())));
    return query.map(MAPPER).findOne().map(run -> new Leased(run, lease));
  }

  private static Optional<Leased> unlessTaken(Supplier<Optional<Leased>> take) {
    try {
      return take.get();
    } catch (JdbiException e) {
      if (isSpaceTaken(e)) {
        return Optional.empty(); // Another worker took a run of the same space at this moment.
      }
      throw e;
    }
  }

  private Update bound(Update update, Run.Where where, Instant now) {
    return update
        .bind("place", text(where))
        .bind("attempts", settings.attempts())
        .bind("now", Timestamp.from(now));
  }

  private static String text(Run.Where where) {
    return where.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isSpaceTaken(JdbiException e) {
    return e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState());
  }

  /** Says that the work goes on; false when the lease is lost or the run was called off. */
  boolean extend(Leased leased) {
    return change(EXTEND, leased, update -> update.bind("until", leaseEnd()));
  }

  boolean progress(Leased leased, Phase phase, long done, long total) {
    return change(
        PROGRESS,
        leased,
        update ->
            update
                .bind("phase", phase.text())
                .bind("done", done)
                .bind("total", total)
                .bind("until", leaseEnd()));
  }

  /** Ends the run, or lets it be begun again in a while. */
  void failed(Leased leased, String error, boolean mayRetry) {
    if (!mayRetry || leased.run().attempts() >= settings.attempts()) {
      change(
          FAIL,
          leased,
          update -> update.bind("error", error).bind("now", Timestamp.from(clock.instant())));
    } else {
      Duration pause = Duration.ofSeconds(1L << Math.min(6, leased.run().attempts()));
      change(
          TRY_AGAIN,
          leased,
          update ->
              update
                  .bind("error", error)
                  .bind("until", Timestamp.from(clock.instant().plus(pause))));
    }
  }

  private boolean change(String sql, Leased leased, UnaryOperator<Update> binding) {
    return database.asSystemOf(
        leased.run().tenantId(),
        handle ->
            binding
                    .apply(handle.createUpdate(sql))
                    .bind("tenant", leased.run().tenantId())
                    .bind("id", leased.run().id())
                    .bind("lease", leased.lease())
                    .execute()
                > 0);
  }

  private Timestamp leaseEnd() {
    return Timestamp.from(clock.instant().plus(settings.lease()));
  }

  /** Runs for the cluster that it has not been told of, or so long ago that it may have lost it. */
  List<Run> toAnnounce() {
    Instant before = clock.instant().minus(ANNOUNCED_AGAIN_AFTER);
    List<Run> waiting = new ArrayList<>();
    database.visit(
        WHAT,
        place ->
            waiting.addAll(
                place.asSystem(
                    handle ->
                        handle
                            .createQuery(TO_ANNOUNCE)
                            .bind("before", Timestamp.from(before))
                            .map(MAPPER)
                            .list())));
    return waiting;
  }

  void announced(Run run) {
    database.asSystemOf(
        run.tenantId(),
        handle ->
            handle
                .createUpdate(ANNOUNCED)
                .bind("tenant", run.tenantId())
                .bind("id", run.id())
                .bind("now", Timestamp.from(clock.instant()))
                .execute());
  }

  /** Removes some of the runs that ended long ago and says how many. */
  int forgetOld() {
    Instant before = clock.instant().minus(settings.keep());
    return (int)
        Placed.sum(
            database,
            WHAT,
            place ->
                place.asSystem(
                    handle ->
                        handle
                            .createUpdate(FORGET)
                            .bind("before", Timestamp.from(before))
                            .execute()));
  }

  /** How often a lease should be extended. */
  Duration beat() {
    return settings.lease().dividedBy(3);
  }
}
