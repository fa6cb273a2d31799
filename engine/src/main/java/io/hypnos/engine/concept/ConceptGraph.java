package io.hypnos.engine.concept;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A part of the associations.
 *
 * @param truncated whether there was more than the limit
 * @param leastWeight the floor that was applied
 */
public record ConceptGraph(
    List<Node> nodes, List<Edge> edges, boolean truncated, double leastWeight) {
  public ConceptGraph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /** A concept; {@code degree} counts its edges within this part. */
  public record Node(String concept, int degree) {}

  /** An association; it has no direction. */
  public record Edge(
      String source, String target, double weight, double valence, int count, Instant updatedAt) {}

  /**
   * Where to walk.
   *
   * @param depth 1 for the seeds' own associations
   * @param leastWeight absent: none for a depth of 1, {@value ConceptWalk#FLOOR_OF_LONG_WALKS} for
   *     more
   * @param limit most edges
   */
  public record Walk(List<String> seeds, int depth, Optional<Double> leastWeight, int limit) {}
}
