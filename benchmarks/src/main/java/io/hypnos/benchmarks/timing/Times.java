package io.hypnos.benchmarks.timing;

import java.util.List;

/** How long each of several calls took, in milliseconds. */
public record Times(List<Double> millis) {
  public Times {
    millis = millis.stream().sorted().toList();
  }

  public static double of(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  public double p50() {
    return at(0.5);
  }

  public double p95() {
    return at(0.95);
  }

  public double sum() {
    return millis.stream().mapToDouble(Double::doubleValue).sum();
  }

  private double at(double share) {
    return millis.get((int) Math.min(millis.size() - 1, Math.round(share * millis.size())));
  }
}
