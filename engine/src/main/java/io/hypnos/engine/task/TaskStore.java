package io.hypnos.engine.task;

import io.hypnos.engine.visibility.Condition;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The task table. */
final class TaskStore {
  private static final String INSERT =
      """
      INSERT INTO task (tenant_id, task_id, space, organization, agent, parent_id, title, description,
                        dependencies, context_refs, memory_id, due_at, created_at, updated_at)
      VALUES (:tenant, :id, :space, :organization, :agent, :parent, :title, :description,
              :dependencies, :contextRefs, :memory, :dueAt, :now, :now)
      """;

  private static final String KNOWN =
      """
      SELECT EXISTS (
        SELECT 1
        FROM task
        WHERE tenant_id = :tenant AND memory_id = :memory AND title = :title)
      """;

  private static final String BELOW =
      """
      WITH RECURSIVE below AS (
        SELECT task_id, 1 AS depth, ARRAY[task_id] AS path
        FROM task
        WHERE parent_id = ANY(:roots) AND %1$s
        UNION ALL
        SELECT child.task_id, below.depth + 1, below.path || child.task_id
        FROM below
        JOIN task AS child ON child.tenant_id = :tenant AND child.parent_id = below.task_id
        WHERE below.depth < :deepest AND NOT child.task_id = ANY(below.path))
      SELECT *
      FROM task
      WHERE task_id IN (SELECT task_id FROM below) AND %1$s
      ORDER BY created_at, task_id
      """;

  private static final String READY =
      """
      SELECT *
      FROM task AS t
      WHERE %s AND status = 'pending'
        AND NOT EXISTS (
          SELECT 1
          FROM unnest(t.dependencies) AS needed (task_id)
          WHERE NOT EXISTS (SELECT 1
                            FROM task AS d
                            WHERE d.tenant_id = t.tenant_id AND d.task_id = needed.task_id
                              AND d.status = 'completed'))
      ORDER BY created_at, task_id
      LIMIT :limit
      """;

  private static final String CHANGE_STATUS =
      """
      UPDATE task
      SET status = :status, status_reason = :reason, progress = coalesce(:progress, progress),
          result_summary = coalesce(:result, result_summary), updated_at = :now,
          row_version = row_version + 1
      WHERE tenant_id = :tenant AND task_id = :id
      RETURNING *
      """;

  /** Whether the memory that it was read from has it already. */
  boolean isKnown(Handle handle, UUID tenantId, NewTask task) {
    return task.memory().isPresent()
        && handle
            .createQuery(KNOWN)
            .bind("tenant", tenantId)
            .bind("memory", task.memory().get())
            .bind("title", task.title())
            .mapTo(Boolean.class)
            .one();
  }

  void insertAll(Handle handle, UUID tenantId, List<NewTask> tasks, List<UUID> ids, Instant now) {
    PreparedBatch batch = handle.prepareBatch(INSERT);
    for (int i = 0; i < tasks.size(); i++) {
      NewTask task = tasks.get(i);
      batch
          .bind("tenant", tenantId)
          .bind("id", ids.get(i))
          .bind("space", task.space())
          .bind("organization", task.organization().orElse(null))
          .bind("agent", task.agent().orElse(null))
          .bind("parent", task.parent().orElse(null))
          .bind("title", task.title())
          .bind("description", task.description())
          .bind("dependencies", task.dependencies().toArray(UUID[]::new))
          .bind("contextRefs", task.contextRefs().toArray(UUID[]::new))
          .bind("memory", task.memory().orElse(null))
          .bind("dueAt", task.dueAt().map(Timestamp::from).orElse(null))
          .bind("now", Timestamp.from(now))
          .add();
    }
    batch.execute();
  }

  int deleteUntouched(Handle handle, UUID tenantId, List<UUID> ids) {
    return handle
        .createUpdate(
            """
            DELETE FROM task
            WHERE tenant_id = :tenant AND task_id = ANY(:ids) AND row_version = 1
            """)
        .bind("tenant", tenantId)
        .bind("ids", ids.toArray(UUID[]::new))
        .execute();
  }

  List<Task> find(Handle handle, Condition scope, Collection<UUID> ids, String suffix) {
    return scope
        .bindTo(
            handle.createQuery(
                "SELECT *\nFROM task\nWHERE task_id = ANY(:ids) AND %s\nORDER BY task_id\n%s"
                    .formatted(scope.sql(), suffix)))
        .bind("ids", ids.toArray(UUID[]::new))
        .map((row, context) -> task(row))
        .list();
  }

  List<Task> below(Handle handle, Condition scope, Collection<UUID> roots, int deepest) {
    return scope
        .bindTo(handle.createQuery(BELOW.formatted(scope.sql())))
        .bind("roots", roots.toArray(UUID[]::new))
        .bind("deepest", deepest)
        .map((row, context) -> task(row))
        .list();
  }

  List<Task> ready(Handle handle, Condition scope, int limit) {
    return scope
        .bindTo(handle.createQuery(READY.formatted(scope.sql())))
        .bind("limit", limit)
        .map((row, context) -> task(row))
        .list();
  }

  Task changeStatus(Handle handle, UUID tenantId, UUID id, StatusChange change, Instant now) {
    return handle
        .createQuery(CHANGE_STATUS)
        .bind("tenant", tenantId)
        .bind("id", id)
        .bind("status", change.status().text())
        .bind("reason", change.reason().orElse(null))
        .bind("progress", change.progress().orElse(null))
        .bind("result", change.resultSummary().orElse(null))
        .bind("now", Timestamp.from(now))
        .map((row, context) -> task(row))
        .one();
  }

  private static Task task(ResultSet row) throws SQLException {
    return new Task(
        row.getObject("task_id", UUID.class),
        row.getString("space"),
        Optional.ofNullable(row.getString("organization")),
        Optional.ofNullable(row.getString("agent")),
        Optional.ofNullable(row.getObject("parent_id", UUID.class)),
        row.getString("title"),
        row.getString("description"),
        TaskStatus.of(row.getString("status")),
        Optional.ofNullable(row.getString("status_reason")),
        row.getDouble("progress"),
        ids(row.getArray("dependencies")),
        ids(row.getArray("context_refs")),
        Optional.ofNullable(row.getString("result_summary")),
        Optional.ofNullable(row.getObject("memory_id", UUID.class)),
        Optional.ofNullable(row.getTimestamp("due_at")).map(Timestamp::toInstant),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant(),
        row.getLong("row_version"));
  }

  private static List<UUID> ids(Array array) throws SQLException {
    return List.of((UUID[]) array.getArray());
  }
}
