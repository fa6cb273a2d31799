package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.ForgettingCurve;
import java.time.Duration;
import java.time.Instant;

/** What has lain unused too long, and what is too weak to stay. Pinned and protected ones stay. */
final class AgeingPhase {
  private static final double SECONDS_A_DAY = 86_400;

  private AgeingPhase() {}

  static void archive(Gathering gathering, SleepParameters parameters, Plan plan) {
    Instant bound = gathering.cut().takenAt().minus(Duration.ofDays(parameters.staleDays()));
    for (int i = 0; i < gathering.cut().size(); i++) {
      Cut.Item item = gathering.item(i);
      if (mayGo(gathering, i) && item.lastUsed().isBefore(bound)) {
        plan.stale().add(item.id());
        gathering.dealtWith(i);
      }
    }
  }

  static void decay(Gathering gathering, SleepParameters parameters, Plan plan) {
    Duration halfLife = Duration.ofSeconds((long) (parameters.halfLifeDays() * SECONDS_A_DAY));
    ForgettingCurve curve = new ForgettingCurve(halfLife);
    for (int i = 0; i < gathering.cut().size(); i++) {
      Cut.Item item = gathering.item(i);
      double strength =
          curve.strength(
              item.importance(),
              item.accessCount() + item.outcomeCount(),
              item.lastUsed(),
              gathering.cut().takenAt());
      if (mayGo(gathering, i) && strength < parameters.forgetBelow()) {
        plan.forgotten().add(item.id());
        gathering.dealtWith(i);
      }
    }
  }

  private static boolean mayGo(Gathering gathering, int position) {
    Cut.Item item = gathering.item(position);
    return gathering.isOpen(position) && !item.pinned() && !item.isProtected();
  }
}
