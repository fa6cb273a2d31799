package io.hypnos.engine.association;

import io.hypnos.engine.visibility.Visibility;
import java.util.List;
import java.util.UUID;

/** Memories that are linked with others. */
public interface Neighbours {
  Neighbours NONE = (visibility, seeds, depth) -> List.of();

  /**
   * A memory that a seed leads to.
   *
   * @param share how much of the seed's relevance it gets, in [0,1]
   */
  record Neighbour(UUID id, UUID seed, int hops, double share) {}

  /** What is reached from the seeds over at most {@code depth} links, over what can be seen. */
  List<Neighbour> reach(Visibility visibility, List<UUID> seeds, int depth);
}
