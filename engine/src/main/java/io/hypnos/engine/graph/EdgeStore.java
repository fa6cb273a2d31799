package io.hypnos.engine.graph;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import tools.jackson.databind.json.JsonMapper;

/** The edges between memories. An edge goes when either of its memories goes. */
public final class EdgeStore {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String FOREIGN_KEY_VIOLATION = "23503";

  private static final String ADD =
      """
      INSERT INTO memory_edge (tenant_id, from_memory, to_memory, relation, weight, origin,
                               metadata, created_by, created_at)
      SELECT :tenant, e.from_memory, e.to_memory, e.relation, e.weight, e.origin,
             e.metadata::jsonb, e.created_by, :at
      FROM unnest(:froms, :tos, :relations, :weights, :origins, :metadata, :creators)
           AS e (from_memory, to_memory, relation, weight, origin, metadata, created_by)
      ORDER BY e.from_memory, e.to_memory, e.relation COLLATE "C"
      ON CONFLICT (tenant_id, from_memory, to_memory, relation) DO UPDATE
      SET weight = excluded.weight, origin = excluded.origin, metadata = excluded.metadata,
          created_by = excluded.created_by, created_at = excluded.created_at
      """;

  /**
   * Draws edges; one that is there already is drawn anew. Writers of the same edges wait for each
   * other and cannot block each other for good.
   *
   * @throws HypnosException {@code CONFLICT} when a memory at an end is not there
   */
  public void add(Handle handle, UUID tenantId, List<MemoryEdge> edges, Instant at) {
    Collection<MemoryEdge> distinct = lastOfEach(edges);
    if (distinct.isEmpty()) {
      return;
    }
    try {
      handle
          .createUpdate(ADD)
          .bind("tenant", tenantId)
          .bind("froms", array(distinct, MemoryEdge::from, UUID[]::new))
          .bind("tos", array(distinct, MemoryEdge::to, UUID[]::new))
          .bind("relations", array(distinct, MemoryEdge::relation, String[]::new))
          .bind("weights", array(distinct, MemoryEdge::weight, Double[]::new))
          .bind("origins", array(distinct, edge -> edge.origin().text(), String[]::new))
          .bind(
              "metadata",
              array(distinct, edge -> JSON.writeValueAsString(edge.metadata()), String[]::new))
          .bind("creators", array(distinct, edge -> edge.createdBy().orElse(null), UUID[]::new))
          .bind("at", Timestamp.from(at))
          .execute();
    } catch (JdbiException e) {
      if (e.getCause() instanceof SQLException sql
          && FOREIGN_KEY_VIOLATION.equals(sql.getSQLState())) {
        throw new HypnosException(
            ErrorCode.CONFLICT,
            "a memory that an edge should lead to is gone",
            Map.of("reason", "memory_gone"),
            e);
      }
      throw e;
    }
  }

  /** A statement may touch a row only once, so of repeats the last one counts. */
  private static Collection<MemoryEdge> lastOfEach(List<MemoryEdge> edges) {
    Map<List<Object>, MemoryEdge> last = new LinkedHashMap<>();
    for (MemoryEdge edge : edges) {
      last.put(List.of(edge.from(), edge.to(), edge.relation()), edge);
    }
    return last.values();
  }

  private static <T> T[] array(
      Collection<MemoryEdge> edges, Function<MemoryEdge, T> field, IntFunction<T[]> maker) {
    return edges.stream().map(field).toArray(maker);
  }
}
