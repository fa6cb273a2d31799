package io.hypnos.engine.consolidation;

import java.util.ArrayList;
import java.util.List;

/**
 * The nearest others of each memory of a stretch of a cut.
 *
 * @param first position in the cut of the first memory
 * @param positions of the neighbours in the cut, nearest first
 * @param similarities of them, in the same order
 */
public record Neighbours(int first, int[][] positions, float[][] similarities) {
  /** Similarities are kept to this many steps, so that packed entries sort by them. */
  private static final int STEPS = 1 << 24;

  public int size() {
    return positions.length;
  }

  /** The nearest of both, for the same stretch. */
  public Neighbours merged(Neighbours other, int most) {
    if (other.first != first || other.size() != size()) {
      throw new IllegalArgumentException("neighbours of different stretches");
    }
    int[][] bothPositions = new int[size()][];
    float[][] bothSimilarities = new float[size()][];
    for (int row = 0; row < size(); row++) {
      List<long[]> entries = new ArrayList<>();
      add(entries, row);
      other.add(entries, row);
      entries.sort((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
      int count = Math.min(most, entries.size());
      bothPositions[row] = new int[count];
      bothSimilarities[row] = new float[count];
      for (int i = 0; i < count; i++) {
        bothPositions[row][i] = (int) entries.get(i)[1];
        bothSimilarities[row][i] = Float.intBitsToFloat((int) entries.get(i)[2]);
      }
    }
    return new Neighbours(first, bothPositions, bothSimilarities);
  }

  private void add(List<long[]> entries, int row) {
    for (int i = 0; i < positions[row].length; i++) {
      float similarity = similarities[row][i];
      entries.add(
          new long[] {
            (long) ((1 - similarity) * STEPS), positions[row][i], Float.floatToIntBits(similarity)
          });
    }
  }
}
