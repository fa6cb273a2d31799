package io.hypnos.engine.sleep;

import io.hypnos.engine.database.Database;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which texts were read for facts and tasks. */
final class ReadMarks {
  private static final String READ =
      """
      SELECT memory_id
      FROM memory_read_mark
      WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
      """;

  private static final String MARK =
      """
      INSERT INTO memory_read_mark (tenant_id, memory_id, run_id)
      SELECT m.tenant_id, m.memory_id, :run
      FROM memory AS m
      WHERE m.tenant_id = :tenant AND m.memory_id = ANY(:ids)
      ON CONFLICT DO NOTHING
      """;

  private static final String UNMARK =
      "DELETE FROM memory_read_mark\nWHERE tenant_id = :tenant AND run_id = :run";

  private final Database database;

  ReadMarks(Database database) {
    this.database = database;
  }

  List<UUID> unread(UUID tenantId, List<UUID> ids) {
    Set<UUID> read =
        new HashSet<>(
            database.inTenant(
                tenantId,
                handle ->
                    handle
                        .createQuery(READ)
                        .bind("tenant", tenantId)
                        .bind("ids", ids.toArray(UUID[]::new))
                        .mapTo(UUID.class)
                        .list()));
    return ids.stream().filter(id -> !read.contains(id)).toList();
  }

  void mark(Handle handle, UUID tenantId, UUID runId, List<UUID> ids) {
    handle
        .createUpdate(MARK)
        .bind("tenant", tenantId)
        .bind("run", runId)
        .bind("ids", ids.toArray(UUID[]::new))
        .execute();
  }

  void unmark(Handle handle, UUID tenantId, UUID runId) {
    handle.createUpdate(UNMARK).bind("tenant", tenantId).bind("run", runId).execute();
  }
}
