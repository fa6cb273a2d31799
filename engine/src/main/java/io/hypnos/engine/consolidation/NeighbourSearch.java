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

  /** Sketches of so many memories stay in the processor's cache while they are compared. */
  private static final int TILE = 512;

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
    Proposals ofLeft = new Proposals(left.size(), PROPOSED);
    Proposals ofRight = same ? ofLeft : new Proposals(right.size(), PROPOSED);
    for (int from = 0; from < left.size(); from += TILE) {
      int to = Math.min(left.size(), from + TILE);
      for (int start = same ? from : 0; start < right.size(); start += TILE) {
        int end = Math.min(right.size(), start + TILE);
        for (int i = from; i < to; i++) {
          propose(left, i, right, same ? Math.max(i + 1, start) : start, end, ofLeft, ofRight);
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

  private static void propose(
      VectorBlock left,
      int i,
      VectorBlock right,
      int start,
      int end,
      Proposals ofLeft,
      Proposals ofRight) {
    if (!left.isComparable(i)) {
      return;
    }
    long[] sketches = right.sketches();
    long[] mine = left.sketches();
    for (int j = start; j < end; j++) {
      int distance = Sketch.distance(mine, i * Sketch.WORDS, sketches, j * Sketch.WORDS);
      if (ofLeft.takes(i, distance) && right.isComparable(j)) {
        ofLeft.offer(i, distance, j);
      }
      if (ofRight.takes(j, distance) && right.isComparable(j)) {
        ofRight.offer(j, distance, i);
      }
    }
  }

  private static Neighbours decided(VectorBlock rows, VectorBlock others, Proposals proposed) {
    int[][] positions = new int[rows.size()][];
    float[][] similarities = new float[rows.size()][];
    for (int row = 0; row < rows.size(); row++) {
      int[] near = proposed.of(row);
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
