package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.NeighbourGraph;
import io.hypnos.engine.consolidation.NeighbourSearch;
import io.hypnos.engine.consolidation.Neighbours;
import io.hypnos.engine.consolidation.VectorBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is near whom in a cut, found by comparing its blocks pair by pair. Two blocks of vectors are
 * held at a time, and of each memory its few neighbours, so the room that it takes grows with the
 * block and not with the space.
 */
final class GraphMaker {
  private final VectorReader vectors;
  private final int block;

  GraphMaker(VectorReader vectors, int block) {
    this.vectors = vectors;
    this.block = block;
  }

  /** A comparison of two blocks of a cut; they may be the same. */
  record Pair(int left, int right) {}

  /** All comparisons that a cut of this size needs. */
  List<Pair> pairs(int size) {
    int blocks = (size + block - 1) / block;
    List<Pair> pairs = new ArrayList<>();
    for (int left = 0; left < blocks; left++) {
      for (int right = left; right < blocks; right++) {
        pairs.add(new Pair(left, right));
      }
    }
    return pairs;
  }

  NeighbourGraph make(Cut cut, Working working) {
    List<Pair> pairs = pairs(cut.size());
    List<Neighbours> merged = new ArrayList<>();
    VectorBlock left = null;
    long done = 0;
    for (Pair pair : pairs) {
      working.at(Phase.CLUSTER, done++, pairs.size());
      if (left == null || pair.left() == pair.right()) {
        left = block(cut, pair.left());
      }
      VectorBlock right = pair.left() == pair.right() ? left : block(cut, pair.right());
      for (Neighbours found : NeighbourSearch.between(left, right)) {
        merge(merged, found);
      }
    }
    return NeighbourGraph.of(cut.size(), merged);
  }

  private VectorBlock block(Cut cut, int number) {
    return vectors.block(cut, number * block, Math.min(cut.size(), (number + 1) * block));
  }

  /** Adds what was found to what is known of the same stretch. */
  private static void merge(List<Neighbours> known, Neighbours found) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).first() == found.first()) {
        known.set(i, known.get(i).merged(found, NeighbourSearch.KEPT));
        return;
      }
    }
    known.add(found);
  }
}
