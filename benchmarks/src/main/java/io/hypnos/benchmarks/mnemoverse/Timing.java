package io.hypnos.benchmarks.mnemoverse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long things take, and which of the times stands for all. */
final class Timing {
  private Timing() {}

  static double millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  static double at(List<Double> values, double share) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.min(sorted.size() - 1, Math.round(share * sorted.size())));
  }
}
