package io.hypnos.engine.consolidation;

import java.time.Duration;
import java.time.Instant;

/**
 * How strong a memory still is (Ebbinghaus 1885): its importance, halved by every half-life since
 * it was last recalled. Each recall makes the next half-life longer, so what is used stays; a
 * rating counts as a recall. The strength follows from the present alone: computing it twice, or
 * after a pause, gives the same.
 *
 * @param halfLife of a memory that was never recalled
 */
public record ForgettingCurve(Duration halfLife) {
  private static final double A_RECALL_STRETCHES = 0.5;

  /**
   * @param since when it was last recalled, or else recorded
   */
  public double strength(double importance, int recalls, Instant since, Instant now) {
    double passed = Math.max(0, Duration.between(since, now).toMillis());
    double life = halfLife.toMillis() * (1 + A_RECALL_STRETCHES * recalls);
    return importance * Math.pow(0.5, passed / life);
  }
}
