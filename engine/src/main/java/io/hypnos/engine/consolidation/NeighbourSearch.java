package io.hypnos.engine.consolidation;

import java.util.ArrayList;
import java.util.List;

/**
 * The nearest neighbours within and between blocks. Sketches propose, the vectors themselves
 * decide. Any two blocks can be compared anywhere and in any order; the merged result is the same,
 * so a space that fits no single heap is compared piece by piece.
 */
public final class NeighbourSearch {
  /** Neighbours kept of each memory. */
  public static final int KEPT = 16;

  /** So many are proposed by their sketches; the true neighbours are among them. */
  private static final int PROPOSED = 4 * KEPT;

  private NeighbourSearch() {}

  /** The neighbours that the memories of a block have in it. */
  public static Neighbours within(VectorBlock block) {
    return between(block, block).get(0);
  }

  /**
   * The neighbours that the memories of each block have in the other: first those of {@code left},
   * then, if they are two blocks, those of {@code right}.
   */
  public static List<Neighbours> between(VectorBlock left, VectorBlock right) {
    boolean same = left == right;
    Nearest[] ofLeft = nearest(left.size());
    Nearest[] ofRight = same ? ofLeft : nearest(right.size());
    long[] leftSketches = left.sketches();
    long[] rightSketches = right.sketches();
    for (int i = 0; i < left.size(); i++) {
      if (!left.isComparable(i)) {
        continue;
      }
      Nearest mine = ofLeft[i];
      for (int j = same ? i + 1 : 0; j < right.size(); j++) {
        int distance =
            Sketch.distance(leftSketches, i * Sketch.WORDS, rightSketches, j * Sketch.WORDS);
        if (mine.takes(distance) && right.isComparable(j)) {
          mine.offer(distance, j);
        }
        if (ofRight[j].takes(distance) && right.isComparable(j)) {
          ofRight[j].offer(distance, i);
        }
      }
    }
    List<Neighbours> both = new ArrayList<>();
    both.add(decided(left, right, ofLeft));
    if (!same) {
      both.add(decided(right, left, ofRight));
    }
    return both;
  }

  private static Nearest[] nearest(int count) {
    Nearest[] nearest = new Nearest[count];
    for (int i = 0; i < count; i++) {
      nearest[i] = new Nearest(PROPOSED);
    }
    return nearest;
  }

  private static Neighbours decided(VectorBlock rows, VectorBlock others, Nearest[] proposed) {
    int[][] positions = new int[rows.size()][];
    float[][] similarities = new float[rows.size()][];
    for (int row = 0; row < rows.size(); row++) {
      int[] near = proposed[row].positions();
      List<float[]> entries = new ArrayList<>(near.length);
      for (int other : near) {
        float similarity = VectorBlock.similarity(rows.vector(row), others.vector(other));
        entries.add(new float[] {similarity, other});
      }
      entries.sort((a, b) -> a[0] != b[0] ? Float.compare(b[0], a[0]) : Float.compare(a[1], b[1]));
      int count = Math.min(KEPT, entries.size());
      positions[row] = new int[count];
      similarities[row] = new float[count];
      for (int i = 0; i < count; i++) {
        positions[row][i] = others.first() + (int) entries.get(i)[1];
        similarities[row][i] = entries.get(i)[0];
      }
    }
    return new Neighbours(rows.first(), positions, similarities);
  }
}
