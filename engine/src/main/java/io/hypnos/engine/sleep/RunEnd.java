package io.hypnos.engine.sleep;

import io.hypnos.engine.sleep.RunQueue.Leased;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** How a run ends, within the transaction that carries its plan out. */
final class RunEnd {
  private static final String HOLD =
      """
      SELECT run_id
      FROM run
      WHERE tenant_id = :tenant AND run_id = :id AND state = 'running' AND leased_by = :lease
      FOR UPDATE
      """;

  private static final String LOCK_SPACE =
      "SELECT version\nFROM space\nWHERE tenant_id = :tenant AND space = :space\nFOR UPDATE";

  private static final String NOTE =
      """
      INSERT INTO run_cluster (tenant_id, run_id, number, kind, members, result)
      VALUES (:tenant, :run, :number, :kind, :members, :result)
      """;

  private static final String DONE =
      """
      UPDATE run
      SET state = 'done', counts = :counts::jsonb, error = NULL, done = total, leased_by = NULL,
          lease_until = NULL, finished_at = :now,
          space_version = CASE WHEN :undisturbed THEN (SELECT version FROM space AS s
                                                       WHERE s.tenant_id = run.tenant_id
                                                         AND s.space = run.space) END
      WHERE tenant_id = :tenant AND run_id = :id AND state = 'running' AND leased_by = :lease
      """;

  /** Locks the run: until the transaction ends it can be neither called off nor taken over. */
  void requireHeld(Handle handle, Leased leased) {
    boolean held =
        handle
            .createQuery(HOLD)
            .bind("tenant", leased.run().tenantId())
            .bind("id", leased.run().id())
            .bind("lease", leased.lease())
            .mapTo(UUID.class)
            .findOne()
            .isPresent();
    if (!held) {
      throw new RunLostException(leased.run().id());
    }
  }

  /** The version of the space, whose row is locked until the transaction ends. */
  long lockSpace(Handle handle, Run run) {
    return handle
        .createQuery(LOCK_SPACE)
        .bind("tenant", run.tenantId())
        .bind("space", run.space())
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  void noteGroups(Handle handle, Run run, List<Plan.Group> groups) {
    if (groups.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(NOTE);
    for (int number = 0; number < groups.size(); number++) {
      Plan.Group group = groups.get(number);
      batch
          .bind("tenant", run.tenantId())
          .bind("run", run.id())
          .bind("number", number)
          .bind("kind", group.kind().name().toLowerCase(Locale.ROOT))
          .bind("members", group.members().toArray(UUID[]::new))
          .bind("result", result(run, group))
          .add();
    }
    batch.execute();
  }

  private static UUID result(Run run, Plan.Group group) {
    return switch (group.kind()) {
      case DUPLICATES, SUPERSESSION -> group.members().get(0);
      case CONTRADICTION -> null;
      case PROTOTYPE, PROMOTION ->
          run.dry()
              ? null
              : group.derived().map(each -> each.memory().id().orElseThrow()).orElse(null);
    };
  }

  void done(Handle handle, Leased leased, RunCounts counts, boolean isUndisturbed, Instant now) {
    handle
        .createUpdate(DONE)
        .bind("tenant", leased.run().tenantId())
        .bind("id", leased.run().id())
        .bind("lease", leased.lease())
        .bind("counts", RunJson.write(counts))
        .bind("undisturbed", isUndisturbed)
        .bind("now", Timestamp.from(now))
        .execute();
  }
}
