package io.hypnos.engine.graph;

import io.hypnos.engine.visibility.Condition;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads edges of which both memories may be seen. */
public final class EdgeReader {
  private static final EdgeMapper MAPPER = new EdgeMapper();

  // The condition speaks of columns of memory without naming it, so each end has a query of its
  // own.
  private static final String VISIBLE =
      "EXISTS (SELECT 1 FROM memory WHERE memory_id = e.%s AND %s)";

  private static final String TOUCHING =
      """
      SELECT %1$s
      FROM (SELECT * FROM memory_edge
            WHERE tenant_id = :tenant AND from_memory = ANY(:memories)
            UNION
            SELECT * FROM memory_edge
            WHERE tenant_id = :tenant AND to_memory = ANY(:memories)) AS e
      WHERE (:anyRelation OR EXISTS (SELECT 1
                                     FROM unnest(:relations, :floors) AS f (relation, floor)
                                     WHERE f.relation = e.relation AND e.weight > f.floor))
        AND e.weight >= :least
        AND %2$s
        AND %3$s
      ORDER BY e.weight DESC, e.created_at DESC, e.from_memory, e.to_memory, e.relation
      LIMIT :limit
      """;

  private static final String NEWEST =
      """
      SELECT %1$s
      FROM memory_edge e
      WHERE e.tenant_id = :tenant AND e.relation = ANY(:relations)
        AND %2$s
        AND %3$s
      ORDER BY e.created_at DESC, e.from_memory, e.to_memory
      LIMIT :limit
      """;

  /**
   * The edges at some memories in either direction, heaviest first.
   *
   * @param visible which memories may be seen
   * @param follow which edges; none for all
   * @param leastWeight a floor for all of them
   */
  public List<DatedEdge> touching(
      Handle handle,
      UUID tenantId,
      Condition visible,
      Collection<UUID> memories,
      List<Follow> follow,
      double leastWeight,
      int limit) {
    return visible
        .bindTo(handle.createQuery(sql(TOUCHING, visible)))
        .bind("tenant", tenantId)
        .bind("memories", memories.toArray(UUID[]::new))
        .bind("anyRelation", follow.isEmpty())
        .bind("relations", follow.stream().map(Follow::relation).toArray(String[]::new))
        .bind("floors", follow.stream().map(Follow::above).toArray(Double[]::new))
        .bind("least", leastWeight)
        .bind("limit", limit)
        .map(MAPPER)
        .list();
  }

  /** The newest edges of some relations: what was superseded, what contradicts what. */
  public List<DatedEdge> newest(
      Handle handle, UUID tenantId, Condition visible, List<String> relations, int limit) {
    return visible
        .bindTo(handle.createQuery(sql(NEWEST, visible)))
        .bind("tenant", tenantId)
        .bind("relations", relations.toArray(String[]::new))
        .bind("limit", limit)
        .map(MAPPER)
        .list();
  }

  private static String sql(String query, Condition visible) {
    return query.formatted(
        EdgeMapper.COLUMNS,
        VISIBLE.formatted("from_memory", visible.sql()),
        VISIBLE.formatted("to_memory", visible.sql()));
  }
}
