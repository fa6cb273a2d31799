package io.hypnos.engine.job;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/** Jobs as tenants see them: asked for, watched, called off. */
public final class Jobs {
  private static final JobMapper MAPPER = new JobMapper();

  private static final String INSERT =
      """
      INSERT INTO job (tenant_id, job_id, kind, space, request, total, created_by, request_id,
                       created_at, updated_at)
      VALUES (:tenant, :id, :kind, :space, :request::jsonb, :total, :by, :requestId, :now, :now)
      RETURNING %s
      """
          .formatted(JobMapper.COLUMNS);

  private static final String FIND =
      "SELECT %s\nFROM job\nWHERE tenant_id = :tenant AND job_id = :id"
          .formatted(JobMapper.COLUMNS);

  private static final String LIST =
      """
      SELECT %s
      FROM job
      WHERE tenant_id = :tenant AND (:kind::text IS NULL OR kind = :kind)
      ORDER BY created_at DESC, job_id
      LIMIT :limit
      """
          .formatted(JobMapper.COLUMNS);

  private static final String CANCEL =
      """
      UPDATE job
      SET state = 'cancelled', request = request - 'content', leased_by = NULL, lease_until = NULL,
          updated_at = :now, finished_at = :now
      WHERE tenant_id = :tenant AND job_id = :id AND state IN ('queued', 'running')
      """;

  private static final String OPEN =
      """
      SELECT count(*)
      FROM (SELECT 1
            FROM job
            WHERE tenant_id = :tenant AND kind = :kind AND state IN ('queued', 'running')
            LIMIT :limit) AS open
      """;

  private final Database database;
  private final Supplier<UUID> ids;
  private final Clock clock;

  public Jobs(Database database, Supplier<UUID> ids, Clock clock) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
  }

  public Job enqueue(Caller caller, NewJob wanted) {
    return database.inTenant(caller.tenantId(), handle -> enqueue(handle, caller, wanted));
  }

  /**
   * Asks for a job unless so many of its kind wait already; {@code RATE_LIMITED} then. Calls at the
   * same time may pass the bound by a few.
   */
  public Job enqueue(Caller caller, NewJob wanted, int most) {
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          int open =
              handle
                  .createQuery(OPEN)
                  .bind("tenant", caller.tenantId())
                  .bind("kind", wanted.kind())
                  .bind("limit", most)
                  .mapTo(Integer.class)
                  .one();
          if (open >= most) {
            throw new HypnosException(
                ErrorCode.RATE_LIMITED,
                "too much work of this kind waits already; try again later");
          }
          return enqueue(handle, caller, wanted);
        });
  }

  /** Asks for a job within a transaction: it exists once that is committed. */
  public Job enqueue(Handle handle, Caller caller, NewJob wanted) {
    return handle
        .createQuery(INSERT)
        .bind("tenant", caller.tenantId())
        .bind("id", ids.get())
        .bind("kind", wanted.kind())
        .bind("space", wanted.space().orElse(null))
        .bind("request", JsonMapper.shared().writeValueAsString(wanted.request()))
        .bind("total", wanted.total().orElse(null))
        .bind("by", caller.keyId().orElse(null))
        .bind("requestId", caller.requestId())
        .bind("now", now())
        .map(MAPPER)
        .one();
  }

  /** A job of the tenant; that of another tenant is not there. */
  public Optional<Job> find(UUID tenantId, UUID id) {
    return database.inTenant(
        tenantId,
        handle ->
            handle.createQuery(FIND).bind("tenant", tenantId).bind("id", id).map(MAPPER).findOne());
  }

  /** The newest jobs, of one kind or of all. */
  public List<Job> list(UUID tenantId, Optional<String> kind, int limit) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(LIST)
                .bind("tenant", tenantId)
                .bind("kind", kind.orElse(null))
                .bind("limit", limit)
                .map(MAPPER)
                .list());
  }

  /** Calls a job off; false when it has ended or is not there. One that runs stops soon. */
  public boolean cancel(UUID tenantId, UUID id) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                    .createUpdate(CANCEL)
                    .bind("tenant", tenantId)
                    .bind("id", id)
                    .bind("now", now())
                    .execute()
                > 0);
  }

  private Timestamp now() {
    Instant now = clock.instant();
    return Timestamp.from(now);
  }
}
