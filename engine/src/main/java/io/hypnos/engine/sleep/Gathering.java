package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.NeighbourGraph;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A cut on its way through the phases: what an earlier phase has dealt with is none of a later
 * one's business.
 */
final class Gathering {
  private final Cut cut;
  private final NeighbourGraph graph;
  private final boolean[] dealtWith;
  private final Map<UUID, Integer> positions = new HashMap<>();

  Gathering(Cut cut, NeighbourGraph graph) {
    this.cut = cut;
    this.graph = graph;
    this.dealtWith = new boolean[cut.size()];
    for (int i = 0; i < cut.size(); i++) {
      positions.put(cut.items().get(i).id(), i);
    }
  }

  Cut cut() {
    return cut;
  }

  NeighbourGraph graph() {
    return graph;
  }

  Cut.Item item(int position) {
    return cut.items().get(position);
  }

  int position(UUID id) {
    return positions.get(id);
  }

  boolean isOpen(int position) {
    return !dealtWith[position];
  }

  void dealtWith(int position) {
    dealtWith[position] = true;
  }
}
