package io.hypnos.engine.sleep;

import io.hypnos.engine.memory.LifeImage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What a run did, line by line, as it stood before and after: enough to undo it exactly. */
final class RunChanges {
  static final String MEMORY = "memory";
  static final String EDGE = "edge";
  static final String TRIPLE = "triple";
  static final String TASK = "task";
  static final String CREATE = "create";
  static final String UPDATE = "update";

  private static final String INSERT =
      """
      INSERT INTO run_change (tenant_id, run_id, number, target, target_id, change, before, after)
      SELECT :tenant, :run, c.number, c.target, c.id, c.change, c.before::jsonb, c.after::jsonb
      FROM unnest(:targets, :ids, :changes, :befores, :afters)
           WITH ORDINALITY AS c (target, id, change, before, after, number)
      """;

  private static final String READ =
      """
      SELECT target, target_id, change, before, after
      FROM run_change
      WHERE tenant_id = :tenant AND run_id = :run
      ORDER BY number
      """;

  private final List<Line> lines = new ArrayList<>();

  /** One change; {@code before} and {@code after} are JSON or null. */
  record Line(String target, String id, String change, String before, String after) {
    LifeImage imageBefore() {
      return RunJson.read(before, LifeImage.class);
    }

    LifeImage imageAfter() {
      return RunJson.read(after, LifeImage.class);
    }
  }

  void created(String target, UUID id) {
    lines.add(new Line(target, id.toString(), CREATE, null, null));
  }

  void created(String target, String id) {
    lines.add(new Line(target, id, CREATE, null, null));
  }

  void updated(LifeImage before, LifeImage after) {
    lines.add(
        new Line(
            MEMORY, after.id().toString(), UPDATE, RunJson.write(before), RunJson.write(after)));
  }

  void store(Handle handle, UUID tenantId, UUID runId) {
    if (lines.isEmpty()) {
      return;
    }
    handle
        .createUpdate(INSERT)
        .bind("tenant", tenantId)
        .bind("run", runId)
        .bind("targets", lines.stream().map(Line::target).toArray(String[]::new))
        .bind("ids", lines.stream().map(Line::id).toArray(String[]::new))
        .bind("changes", lines.stream().map(Line::change).toArray(String[]::new))
        .bind("befores", lines.stream().map(Line::before).toArray(String[]::new))
        .bind("afters", lines.stream().map(Line::after).toArray(String[]::new))
        .execute();
  }

  static List<Line> read(Handle handle, UUID tenantId, UUID runId) {
    return handle
        .createQuery(READ)
        .bind("tenant", tenantId)
        .bind("run", runId)
        .map(
            (row, context) ->
                new Line(
                    row.getString("target"),
                    row.getString("target_id"),
                    row.getString("change"),
                    row.getString("before"),
                    row.getString("after")))
        .list();
  }
}
