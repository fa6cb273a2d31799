package io.hypnos.engine.association;

import io.hypnos.engine.visibility.Viewer;
import java.util.List;
import java.util.UUID;

/** Memories that are linked with others. */
public interface Neighbours {
  Neighbours NONE = (viewer, seeds, depth) -> List.of();

  /**
   * A memory that a seed leads to.
   *
   * @param share how much of the seed's relevance it gets, in [0,1]
   */
  record Neighbour(UUID id, UUID seed, int hops, double share) {}

  /** What is reached from the seeds over at most {@code depth} links; what the viewer may not see is left out later. */
  List<Neighbour> reach(Viewer viewer, List<UUID> seeds, int depth);
}
