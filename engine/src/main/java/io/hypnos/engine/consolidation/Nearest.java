package io.hypnos.engine.consolidation;

import java.util.Arrays;

/** The few best of many proposals: a heap whose root is the worst that is kept. */
final class Nearest {
  private final long[] kept;
  private int size;

  Nearest(int most) {
    kept = new long[most];
  }

  /** The greatest value that may still be kept. */
  int limit() {
    return size < kept.length ? Integer.MAX_VALUE : (int) (kept[0] >>> Integer.SIZE);
  }

  /** Smaller values are better; of equal ones the lower position. */
  void offer(int value, int position) {
    long entry = (long) value << Integer.SIZE | position;
    if (size < kept.length) {
      kept[size] = entry;
      up(size++);
    } else if (entry < kept[0]) {
      kept[0] = entry;
      down();
    }
  }

  private void up(int from) {
    int child = from;
    while (child > 0) {
      int parent = (child - 1) / 2;
      if (kept[parent] >= kept[child]) {
        return;
      }
      swap(parent, child);
      child = parent;
    }
  }

  private void down() {
    int parent = 0;
    while (true) {
      int child = 2 * parent + 1;
      if (child >= size) {
        return;
      }
      if (child + 1 < size && kept[child + 1] > kept[child]) {
        child++;
      }
      if (kept[parent] >= kept[child]) {
        return;
      }
      swap(parent, child);
      parent = child;
    }
  }

  private void swap(int one, int other) {
    long entry = kept[one];
    kept[one] = kept[other];
    kept[other] = entry;
  }

  /** The positions that are kept, best first. */
  int[] positions() {
    long[] sorted = Arrays.copyOf(kept, size);
    Arrays.sort(sorted);
    int[] positions = new int[size];
    for (int i = 0; i < size; i++) {
      positions[i] = (int) sorted[i];
    }
    return positions;
  }
}
