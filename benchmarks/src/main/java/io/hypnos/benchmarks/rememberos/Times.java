package io.hypnos.benchmarks.rememberos;

import java.util.List;

/** How long each of several calls took, in milliseconds. */
record Times(List<Double> millis) {
  Times {
    millis = millis.stream().sorted().toList();
  }

  static double of(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  double p50() {
    return at(0.5);
  }

  double p95() {
    return at(0.95);
  }

  double sum() {
    return millis.stream().mapToDouble(Double::doubleValue).sum();
  }

  private double at(double share) {
    return millis.get((int) Math.min(millis.size() - 1, Math.round(share * millis.size())));
  }
}
