package io.hypnos.api.web;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts durations in steps of a tenth, from a hundredth of a millisecond to minutes. */
public final class DurationHistogram {
  private static final double SMALLEST = 0.01;
  private static final double STEP = Math.log(1.1);
  private static final int STEPS = 180;

  private final AtomicLongArray counts = new AtomicLongArray(STEPS);

  public void add(double millis) {
    double steps = Math.log(Math.max(millis, SMALLEST) / SMALLEST) / STEP;
    counts.incrementAndGet((int) Math.min(STEPS - 1, Math.round(steps)));
  }

  public long count() {
    long count = 0;
    for (int i = 0; i < STEPS; i++) {
      count += counts.get(i);
    }
    return count;
  }

  /** The duration within which that share stays; 0 when nothing was counted. */
  public double percentile(double share) {
    double wanted = share * count();
    long seen = 0;
    for (int i = 0; i < STEPS; i++) {
      seen += counts.get(i);
      if (seen > 0 && seen >= wanted) {
        return Math.round(SMALLEST * Math.exp(i * STEP) * 100) / 100.0;
      }
    }
    return 0;
  }
}
