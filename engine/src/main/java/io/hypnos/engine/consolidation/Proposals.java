package io.hypnos.engine.consolidation;

import java.util.Arrays;

/**
 * The nearest by their sketches of each memory of a block. What is still near enough is kept side
 * by side in one array, because that is asked for every pair and hardly ever answered with yes.
 */
final class Proposals {
  private final int[] limits;
  private final Nearest[] nearest;

  /**
   * @param most kept of each memory
   */
  Proposals(int size, int most) {
    limits = new int[size];
    Arrays.fill(limits, Integer.MAX_VALUE);
    nearest = new Nearest[size];
    for (int i = 0; i < size; i++) {
      nearest[i] = new Nearest(most);
    }
  }

  /** Whether one at this distance would be kept. */
  boolean takes(int row, int distance) {
    return distance <= limits[row];
  }

  void offer(int row, int distance, int other) {
    nearest[row].offer(distance, other);
    limits[row] = nearest[row].limit();
  }

  /** Those that are kept of a memory, best first. */
  int[] of(int row) {
    return nearest[row].positions();
  }
}
