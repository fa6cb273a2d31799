package io.hypnos.engine.concept;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Walks associations outwards from some concepts, strongest first, in a fixed order. */
final class ConceptWalk {
  static final double FLOOR_OF_LONG_WALKS = 0.05;

  private static final String AROUND =
      """
      SELECT low_key, high_key, weight, valence, count, updated_at
      FROM (SELECT * FROM concept_edge
            WHERE tenant_id = :tenant AND scope = :scope AND low_key = ANY(:frontier)
            UNION
            SELECT * FROM concept_edge
            WHERE tenant_id = :tenant AND scope = :scope AND high_key = ANY(:frontier)) AS touching
      WHERE weight >= :least AND NOT low_key = ANY(:done) AND NOT high_key = ANY(:done)
      ORDER BY weight DESC, low_key, high_key
      LIMIT :limit
      """;

  private final AssociationStore store;

  ConceptWalk(AssociationStore store) {
    this.store = store;
  }

  ConceptGraph around(Handle handle, UUID tenantId, String scope, ConceptGraph.Walk walk) {
    double least = walk.leastWeight().orElse(walk.depth() > 1 ? FLOOR_OF_LONG_WALKS : 0);
    Map<ConceptPair, ConceptGraph.Edge> found = new LinkedHashMap<>();
    Set<ConceptKey> done = new HashSet<>();
    Set<ConceptKey> frontier = PairCounts.keys(walk.seeds());
    boolean truncated = false;
    for (int hop = 0; hop < walk.depth() && !frontier.isEmpty() && !truncated; hop++) {
      Map<ConceptPair, ConceptGraph.Edge> next =
          touching(handle, tenantId, scope, frontier, done, least, walk.limit() - found.size() + 1);
      done.addAll(frontier);
      frontier = new LinkedHashSet<>();
      for (Map.Entry<ConceptPair, ConceptGraph.Edge> edge : next.entrySet()) {
        if (found.size() == walk.limit()) {
          truncated = true;
          break;
        }
        found.put(edge.getKey(), edge.getValue());
        frontier.add(edge.getKey().low());
        frontier.add(edge.getKey().high());
      }
      frontier.removeAll(done);
    }
    return spelled(handle, tenantId, scope, found, truncated, least);
  }

  private static Map<ConceptPair, ConceptGraph.Edge> touching(
      Handle handle,
      UUID tenantId,
      String scope,
      Set<ConceptKey> frontier,
      Set<ConceptKey> done,
      double least,
      int limit) {
    Map<ConceptPair, ConceptGraph.Edge> edges = new LinkedHashMap<>();
    handle
        .createQuery(AROUND)
        .bind("tenant", tenantId)
        .bind("scope", scope)
        .bind("frontier", AssociationStore.texts(frontier))
        .bind("done", AssociationStore.texts(done))
        .bind("least", least)
        .bind("limit", limit)
        .map(
            (row, context) ->
                Map.entry(
                    AssociationStore.pair(row),
                    new ConceptGraph.Edge(
                        row.getString("low_key"),
                        row.getString("high_key"),
                        row.getDouble("weight"),
                        row.getDouble("valence"),
                        row.getInt("count"),
                        row.getTimestamp("updated_at").toInstant())))
        .forEach(edge -> edges.put(edge.getKey(), edge.getValue()));
    return edges;
  }

  private ConceptGraph spelled(
      Handle handle,
      UUID tenantId,
      String scope,
      Map<ConceptPair, ConceptGraph.Edge> found,
      boolean truncated,
      double least) {
    Map<ConceptKey, Integer> degrees = new LinkedHashMap<>();
    for (ConceptPair pair : found.keySet()) {
      degrees.merge(pair.low(), 1, Integer::sum);
      degrees.merge(pair.high(), 1, Integer::sum);
    }
    Map<String, String> spellings =
        store.spellings(
            handle, tenantId, scope, degrees.keySet().stream().map(ConceptKey::text).toList());
    List<ConceptGraph.Node> nodes = new ArrayList<>();
    degrees.forEach(
        (key, degree) ->
            nodes.add(
                new ConceptGraph.Node(spellings.getOrDefault(key.text(), key.text()), degree)));
    List<ConceptGraph.Edge> edges =
        found.values().stream()
            .map(
                edge ->
                    new ConceptGraph.Edge(
                        spellings.getOrDefault(edge.source(), edge.source()),
                        spellings.getOrDefault(edge.target(), edge.target()),
                        edge.weight(),
                        edge.valence(),
                        edge.count(),
                        edge.updatedAt()))
            .toList();
    return new ConceptGraph(nodes, edges, truncated, least);
  }
}
