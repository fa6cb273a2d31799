package io.hypnos.engine.sleep;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Edges that a run draws between memories that were there before. One that is there stays. */
final class RunEdges {
  private static final String ADD =
      """
      INSERT INTO memory_edge (tenant_id, from_memory, to_memory, relation, origin, metadata,
                               created_at)
      VALUES (:tenant, :from, :to, :relation, 'derived', '{}', :now)
      ON CONFLICT DO NOTHING
      """;

  private static final String REMOVE =
      """
      DELETE FROM memory_edge
      WHERE tenant_id = :tenant AND from_memory = :from AND to_memory = :to AND relation = :relation
      """;

  /** Edges at derived memories that were not drawn when these were made. */
  private static final String LATER =
      """
      SELECT DISTINCT CASE WHEN e.from_memory = ANY(:ids) THEN e.from_memory ELSE e.to_memory END
      FROM memory_edge AS e
      WHERE e.tenant_id = :tenant
        AND (e.to_memory = ANY(:ids)
             OR (e.from_memory = ANY(:ids)
                 AND NOT (e.relation = 'derived_from' AND e.origin = 'derived')))
      LIMIT 20
      """;

  private RunEdges() {}

  /** Whether the edge is new. */
  static boolean add(
      Handle handle, UUID tenantId, UUID from, UUID to, String relation, Instant now) {
    return handle
            .createUpdate(ADD)
            .bind("tenant", tenantId)
            .bind("from", from)
            .bind("to", to)
            .bind("relation", relation)
            .bind("now", Timestamp.from(now))
            .execute()
        > 0;
  }

  static String name(UUID from, UUID to, String relation) {
    return from + " " + to + " " + relation;
  }

  static void remove(Handle handle, UUID tenantId, String name) {
    String[] parts = name.split(" ", 3);
    handle
        .createUpdate(REMOVE)
        .bind("tenant", tenantId)
        .bind("from", UUID.fromString(parts[0]))
        .bind("to", UUID.fromString(parts[1]))
        .bind("relation", parts[2])
        .execute();
  }

  static List<UUID> drawnLater(Handle handle, UUID tenantId, List<UUID> derived) {
    return handle
        .createQuery(LATER)
        .bind("tenant", tenantId)
        .bind("ids", derived.toArray(UUID[]::new))
        .mapTo(UUID.class)
        .list();
  }
}
