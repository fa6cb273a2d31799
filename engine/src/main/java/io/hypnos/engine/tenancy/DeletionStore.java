package io.hypnos.engine.tenancy;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The progress records of deletions. */
final class DeletionStore {
  private static final String INSERT =
      """
      INSERT INTO tenant_deletion (tenant_id, name, state, stage, requested_at, updated_at)
      VALUES (:tenant, :name, 'running', :stage, :now, :now)
      """;

  private static final String FIND =
      """
      SELECT tenant_id, name, state, stage, documents, objects, rows_deleted,
             last_error, requested_at, finished_at
      FROM tenant_deletion
      WHERE tenant_id = :tenant
      """;

  // The pause after a failure doubles from 2 seconds up to about 4 minutes.
  private static final String NEXT =
      """
      SELECT tenant_id, name, state, stage, documents, objects, rows_deleted,
             last_error, requested_at, finished_at
      FROM tenant_deletion
      WHERE state = 'running'
        AND (attempts = 0
             OR updated_at + power(2, least(attempts, 8)) * interval '1 second' <= :now)
      ORDER BY attempts, updated_at
      LIMIT 1
      FOR UPDATE SKIP LOCKED
      """;

  private static final String ADVANCE =
      """
      UPDATE tenant_deletion
      SET stage = :stage,
          state = :state,
          documents = :documents,
          objects = :objects,
          rows_deleted = :rows,
          attempts = 0,
          last_error = NULL,
          updated_at = :now,
          finished_at = :finished
      WHERE tenant_id = :tenant
      """;

  private static final String FAIL =
      """
      UPDATE tenant_deletion
      SET attempts = attempts + 1,
          last_error = :error,
          updated_at = :now
      WHERE tenant_id = :tenant AND state = 'running'
      """;

  private DeletionStore() {}

  static void insert(Handle handle, Tenant tenant, String stage, Instant now) {
    handle
        .createUpdate(INSERT)
        .bind("tenant", tenant.id())
        .bind("name", tenant.name())
        .bind("stage", stage)
        .bind("now", now)
        .execute();
  }

  static Optional<Deletion> find(Handle handle, UUID tenantId) {
    return handle
        .createQuery(FIND)
        .bind("tenant", tenantId)
        .map((row, context) -> TenantRow.deletion(row))
        .findOne();
  }

  /** A deletion that is due and that nobody else works on, locked for this transaction. */
  static Optional<Deletion> lockNext(Handle handle, Instant now) {
    return handle
        .createQuery(NEXT)
        .bind("now", now)
        .map((row, context) -> TenantRow.deletion(row))
        .findOne();
  }

  static void advance(Handle handle, Deletion deletion, Instant now) {
    handle
        .createUpdate(ADVANCE)
        .bind("tenant", deletion.tenantId())
        .bind("stage", deletion.stage())
        .bind("state", deletion.state())
        .bind("documents", deletion.documents())
        .bind("objects", deletion.objects())
        .bind("rows", deletion.rows())
        .bind("now", now)
        .bind("finished", deletion.finishedAt().orElse(null))
        .execute();
  }

  static void fail(Handle handle, UUID tenantId, String error, Instant now) {
    handle
        .createUpdate(FAIL)
        .bind("tenant", tenantId)
        .bind("error", error)
        .bind("now", now)
        .execute();
  }
}
