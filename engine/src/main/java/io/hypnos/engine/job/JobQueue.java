package io.hypnos.engine.job;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.database.Placed;
import io.hypnos.engine.database.Round;
import io.hypnos.settings.JobSettings;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.Update;
import tools.jackson.databind.json.JsonMapper;

/**
 * Jobs as workers see them, of all tenants. Who takes a job holds a lease; only with that lease can
 * it be moved on, so a worker that was thought dead cannot spoil what another has taken over.
 */
public final class JobQueue {
  private static final JobMapper MAPPER = new JobMapper();
  private static final String WHAT = "job queue";

  /** Work of one tenant at the same time, so that the others get their turn. */
  private static final int MOST_OF_A_TENANT = 2;

  /** Those who take wait for each other, or two could pass that bound together. */
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('job take', 0))";

  private static final String GIVE_UP =
      """
      UPDATE job
      SET state = 'failed', error = 'it was begun ' || attempts || ' times and never ended',
          request = request - 'content', leased_by = NULL, lease_until = NULL, updated_at = :now,
          finished_at = :now
      WHERE kind = ANY(:kinds) AND state = 'running' AND lease_until < :now AND attempts >= :attempts
      """;

  // A queued job with a lease_until waits until then: it has failed and is to be tried again.
  private static final String TAKE =
      """
      UPDATE job
      SET state = 'running', leased_by = :lease, lease_until = :until, attempts = attempts + 1,
          updated_at = :now
      WHERE (tenant_id, job_id) = (
        SELECT j.tenant_id, j.job_id
        FROM job j
        LEFT JOIN (SELECT tenant_id, count(*) AS running
                   FROM job
                   WHERE kind = ANY(:kinds) AND state = 'running' AND lease_until >= :now
                   GROUP BY tenant_id) AS busy ON busy.tenant_id = j.tenant_id
        WHERE j.kind = ANY(:kinds)
          AND ((j.state = 'queued' AND (j.lease_until IS NULL OR j.lease_until <= :now))
               OR (j.state = 'running' AND j.lease_until < :now))
          AND j.attempts < :attempts
          AND coalesce(busy.running, 0) < :most
        ORDER BY coalesce(busy.running, 0), j.created_at, j.job_id
        LIMIT 1
        FOR UPDATE OF j SKIP LOCKED)
      RETURNING %s
      """
          .formatted(JobMapper.COLUMNS);

  private static final String HELD =
      "\nWHERE tenant_id = :tenant AND job_id = :id AND state = 'running' AND leased_by = :lease";

  private static final String EXTEND = "UPDATE job\nSET lease_until = :until" + HELD;

  private static final String PROGRESS =
      """
      UPDATE job
      SET done = :done, total = coalesce(:total, total), lease_until = :until, updated_at = :now\
      """
          + HELD;

  /** What a job was given to read is not kept once it has ended. */
  private static final String END =
      """
      UPDATE job
      SET state = :state, request = request - 'content', result = coalesce(:result::jsonb, result), error = :error,
          leased_by = NULL, lease_until = NULL, updated_at = :now, finished_at = :now\
      """
          + HELD;

  private static final String REQUEUE =
      """
      UPDATE job
      SET state = 'queued', error = :error, leased_by = NULL, lease_until = :until,
          updated_at = :now\
      """
          + HELD;

  private static final String FORGET =
      """
      DELETE FROM job
      WHERE ctid = ANY (ARRAY(SELECT ctid FROM job
                              WHERE state IN ('done', 'failed', 'cancelled') AND finished_at < :before
                                AND (:kind::text IS NULL OR kind = :kind)
                              LIMIT 1000))
      """;

  private final Database database;
  private final Round round;
  private final JobSettings settings;
  private final Clock clock;

  public JobQueue(Database database, JobSettings settings, Clock clock) {
    this.database = database;
    this.round = new Round(database, WHAT);
    this.settings = settings;
    this.clock = clock;
  }

  /** A job and the right to work on it. */
  public record Leased(Job job, UUID lease) {}

  /** Takes the oldest job of these kinds, of the tenant for whom the least is being worked on. */
  public Optional<Leased> take(Collection<String> kinds, UUID lease) {
    return round.first(place -> take(place, kinds, lease));
  }

  private Optional<Leased> take(Place place, Collection<String> kinds, UUID lease) {
    Instant now = clock.instant();
    return place.asSystem(
        handle -> {
          handle.createQuery(LOCK).mapToMap().list();
          handle
              .createUpdate(GIVE_UP)
              .bind("kinds", kinds.toArray(String[]::new))
              .bind("attempts", settings.attempts())
              .bind("now", Timestamp.from(now))
              .execute();
          return handle
              .createQuery(TAKE)
              .bind("kinds", kinds.toArray(String[]::new))
              .bind("attempts", settings.attempts())
              .bind("lease", lease)
              .bind("most", MOST_OF_A_TENANT)
              .bind("now", Timestamp.from(now))
              .bind("until", Timestamp.from(now.plus(settings.lease())))
              .map(MAPPER)
              .findOne()
              .map(job -> new Leased(job, lease));
        });
  }

  /** Says that the work goes on; false when the lease is lost or the job was called off. */
  public boolean extend(Leased leased) {
    Instant now = clock.instant();
    return change(
        EXTEND, leased, update -> update.bind("until", Timestamp.from(now.plus(settings.lease()))));
  }

  /** Says how far the work is; false when the lease is lost or the job was called off. */
  public boolean progress(Leased leased, long done, Optional<Long> total) {
    Instant now = clock.instant();
    return change(
        PROGRESS,
        leased,
        update ->
            update
                .bind("done", done)
                .bind("total", total.orElse(null))
                .bind("until", Timestamp.from(now.plus(settings.lease())))
                .bind("now", Timestamp.from(now)));
  }

  public boolean done(Leased leased, Map<String, Object> result) {
    return end(leased, "done", JsonMapper.shared().writeValueAsString(result), null);
  }

  /** Ends the job, or queues it again when it may be tried once more. */
  public boolean failed(Leased leased, String error, boolean mayRetry) {
    int attempts = leased.job().attempts();
    if (!mayRetry || attempts >= settings.attempts()) {
      return end(leased, "failed", null, error);
    }
    Instant now = clock.instant();
    Duration pause = settings.retryPause().multipliedBy(1L << Math.min(attempts - 1, 16));
    return change(
        REQUEUE,
        leased,
        update ->
            update
                .bind("error", error)
                .bind("until", Timestamp.from(now.plus(pause)))
                .bind("now", Timestamp.from(now)));
  }

  private boolean end(Leased leased, String state, String result, String error) {
    return change(
        END,
        leased,
        update ->
            update
                .bind("state", state)
                .bind("result", result)
                .bind("error", error)
                .bind("now", Timestamp.from(clock.instant())));
  }

  private boolean change(String sql, Leased leased, UnaryOperator<Update> binding) {
    return database.asSystemOf(
        leased.job().tenantId(),
        handle ->
            binding
                    .apply(handle.createUpdate(sql))
                    .bind("tenant", leased.job().tenantId())
                    .bind("id", leased.job().id())
                    .bind("lease", leased.lease())
                    .execute()
                > 0);
  }

  /** Removes some of the jobs that ended long ago and says how many. */
  public int forgetOld() {
    return forget(Optional.empty(), settings.retention());
  }

  /** The same for jobs of one kind that are kept for a shorter time. */
  public int forgetOld(String kind, Duration age) {
    return forget(Optional.of(kind), age);
  }

  private int forget(Optional<String> kind, Duration age) {
    Instant before = clock.instant().minus(age);
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
                            .bind("kind", kind.orElse(null))
                            .execute()));
  }

  /** How often a lease should be extended. */
  Duration beat() {
    return settings.lease().dividedBy(3);
  }
}
