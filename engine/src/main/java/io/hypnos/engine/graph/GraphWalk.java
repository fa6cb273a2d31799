package io.hypnos.engine.graph;

import io.hypnos.engine.visibility.Condition;
import io.hypnos.settings.GraphSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Walks from memories to their neighbours, step by step in both directions, only over memories that
 * may be seen, strongest edges first, and never further than the settings allow.
 */
public final class GraphWalk {
  /** Of one step, so that a memory with very many edges costs no more than this. */
  private static final int MOST_EDGES = 2000;

  private final GraphSettings settings;
  private final EdgeReader edges;

  public GraphWalk(GraphSettings settings, EdgeReader edges) {
    this.settings = settings;
    this.edges = edges;
  }

  /** The relations that lead to more of the same matter. */
  public List<Follow> usual() {
    return List.of(
        Follow.any(Relations.DERIVED_FROM),
        Follow.any(Relations.EVOLVED_TO),
        Follow.any(Relations.UPDATES),
        Follow.any(Relations.EXTENDS),
        Follow.any(Relations.PART_OF),
        new Follow(Relations.RELATED_TO, settings.relatedAbove()));
  }

  /**
   * The memories around some others, nearest first, without these.
   *
   * @param starts in the order of their strength: of too many, the first are walked from
   * @param follow which edges; none for all
   * @param leastWeight a floor for all of them
   */
  public List<Neighbour> around(
      Handle handle,
      UUID tenantId,
      Condition visible,
      Collection<UUID> starts,
      int depth,
      List<Follow> follow,
      double leastWeight) {
    Map<UUID, Neighbour> found = new LinkedHashMap<>();
    Set<UUID> seen = new HashSet<>(starts);
    Collection<UUID> frontier = new LinkedHashSet<>(starts);
    for (int hop = 1; hop <= depth && !frontier.isEmpty(); hop++) {
      List<UUID> from = frontier.stream().limit(settings.frontier()).toList();
      List<UUID> reached = new ArrayList<>();
      List<DatedEdge> touching =
          edges.touching(handle, tenantId, visible, from, follow, leastWeight, MOST_EDGES);
      for (DatedEdge dated : touching) {
        MemoryEdge edge = dated.edge();
        for (UUID end : List.of(edge.from(), edge.to())) {
          if (found.size() < settings.neighbours() && seen.add(end)) {
            double strength = Math.pow(settings.decay(), hop);
            found.put(end, new Neighbour(end, hop, strength, edge));
            reached.add(end);
          }
        }
      }
      frontier = reached;
    }
    return List.copyOf(found.values());
  }
}
