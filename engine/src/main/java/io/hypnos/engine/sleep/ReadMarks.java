package io.hypnos.engine.sleep;

import io.hypnos.engine.database.Database;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Which texts were read for facts and tasks. A memory whose text is another by now is unread again.
 */
final class ReadMarks {
  private static final String READ =
      """
      SELECT r.memory_id
      FROM memory_read_mark AS r
      JOIN memory AS m
        ON m.tenant_id = r.tenant_id AND m.memory_id = r.memory_id
       AND m.content_digest = r.content_digest
      WHERE r.tenant_id = :tenant AND r.memory_id = ANY(:ids)
      """;

  private static final String HOLD =
      """
      SELECT memory_id
      FROM memory
      WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
      ORDER BY memory_id
      FOR KEY SHARE
      """;

  private static final String MARK =
      """
      INSERT INTO memory_read_mark AS r (tenant_id, memory_id, run_id, content_digest)
      SELECT m.tenant_id, m.memory_id, :run, m.content_digest
      FROM memory AS m
      WHERE m.tenant_id = :tenant AND m.memory_id = ANY(:ids)
      ON CONFLICT (tenant_id, memory_id) DO UPDATE
      SET run_id = :run, content_digest = excluded.content_digest
      WHERE r.content_digest IS DISTINCT FROM excluded.content_digest
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

  /**
   * Keeps the rows that marks, facts and tasks will refer to, before the space is locked: whoever
   * changes one of them locks it first and the space last.
   */
  void hold(Handle handle, UUID tenantId, List<UUID> ids) {
    handle
        .createQuery(HOLD)
        .bind("tenant", tenantId)
        .bind("ids", ids.toArray(UUID[]::new))
        .mapTo(UUID.class)
        .list();
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
