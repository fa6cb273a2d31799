package io.hypnos.engine.consolidation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Groups of memories that lie densely: single linkage over the mutual reachability distance, cut at
 * a height (Campello, Moulavi, Sander 2013). Two memories are linked at the greatest of their
 * distance and the distances at which each has enough neighbours, so what has a single near one is
 * not drawn in. Edges are taken shortest first, ties by position, so the order in which anything
 * arrives plays no part.
 */
public final class DensityClusters {
  private final Rules rules;

  /**
   * @param core the how-manieth neighbour makes the density around a memory
   * @param cut the greatest distance of a link
   * @param smallest fewer are no group, except exact repeats, of which two are one
   * @param largest a group grows no further
   */
  public record Rules(int core, double cut, int smallest, int largest) {}

  public DensityClusters(Rules rules) {
    this.rules = rules;
  }

  private record Link(double distance, int low, int high) {}

  /**
   * The groups, each in ascending order, by their first member.
   *
   * @param takesPart the others are as good as not there
   * @param room memories of different rooms (owners, scopes) never come together
   * @param text equal for exact repeats only
   * @param apart pairs that must not be in one group
   */
  public List<int[]> of(
      NeighbourGraph graph,
      IntPredicate takesPart,
      IntFunction<Object> room,
      IntFunction<Object> text,
      BiPredicate<Integer, Integer> apart) {
    Components components = new Components(graph.size());
    joinRepeats(graph.size(), takesPart, room, text, components);
    for (Link link : links(graph, takesPart, room)) {
      components.join(link.low, link.high, rules.largest, apart);
    }
    List<int[]> groups = new ArrayList<>();
    for (int[] group : components.ofAtLeast(2)) {
      if (group.length >= rules.smallest || areRepeats(group, text)) {
        groups.add(group);
      }
    }
    return groups;
  }

  private void joinRepeats(
      int size,
      IntPredicate takesPart,
      IntFunction<Object> room,
      IntFunction<Object> text,
      Components components) {
    Map<List<Object>, Integer> first = new HashMap<>();
    for (int memory = 0; memory < size; memory++) {
      if (takesPart.test(memory)) {
        Integer earlier =
            first.putIfAbsent(List.of(room.apply(memory), text.apply(memory)), memory);
        if (earlier != null) {
          components.join(earlier, memory, Integer.MAX_VALUE, (a, b) -> false);
        }
      }
    }
  }

  private static boolean areRepeats(int[] group, IntFunction<Object> text) {
    Object first = text.apply(group[0]);
    for (int member : group) {
      if (!text.apply(member).equals(first)) {
        return false;
      }
    }
    return true;
  }

  private List<Link> links(NeighbourGraph graph, IntPredicate takesPart, IntFunction<Object> room) {
    double[] core = new double[graph.size()];
    for (int memory = 0; memory < core.length; memory++) {
      core[memory] = takesPart.test(memory) ? core(graph, memory, takesPart, room) : 1;
    }
    List<Link> links = new ArrayList<>();
    for (int memory = 0; memory < core.length; memory++) {
      if (core[memory] > rules.cut || !takesPart.test(memory)) {
        continue;
      }
      for (int rank = 0; rank < graph.degree(memory); rank++) {
        int other = graph.neighbour(memory, rank);
        double distance =
            Math.max(1 - graph.similarity(memory, rank), Math.max(core[memory], core[other]));
        if (distance <= rules.cut
            && takesPart.test(other)
            && room.apply(memory).equals(room.apply(other))) {
          links.add(new Link(distance, Math.min(memory, other), Math.max(memory, other)));
        }
      }
    }
    links.sort(
        (a, b) ->
            a.distance != b.distance
                ? Double.compare(a.distance, b.distance)
                : a.low != b.low ? Integer.compare(a.low, b.low) : Integer.compare(a.high, b.high));
    return links;
  }

  /** Distance to the neighbour that makes the density; 1 if there are not that many. */
  private double core(
      NeighbourGraph graph, int memory, IntPredicate takesPart, IntFunction<Object> room) {
    int seen = 0;
    for (int rank = 0; rank < graph.degree(memory); rank++) {
      int other = graph.neighbour(memory, rank);
      if (takesPart.test(other) && room.apply(memory).equals(room.apply(other))) {
        seen++;
        if (seen == rules.core) {
          return 1 - graph.similarity(memory, rank);
        }
      }
    }
    return 1;
  }
}
