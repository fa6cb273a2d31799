package io.hypnos.local.stack.supervision;

import io.hypnos.local.stack.health.HealthProbe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks at a part that was ready and remembers since when it is as it is. */
final class PartWatch {
  private final HealthProbe probe;
  private final Timing timing;
  private final Clock clock;
  private boolean healthy = true;
  private Instant since;

  PartWatch(HealthProbe probe, Timing timing, Clock clock) {
    this.probe = probe;
    this.timing = timing;
    this.clock = clock;
    this.since = clock.instant();
  }

  /**
   * @param excused whether something that the part depends on is away; a restart would not help
   */
  Finding look(boolean excused) {
    Optional<String> problem = probe.problem(timing.probeLimit());
    Instant now = clock.instant();
    if (problem.isEmpty() != healthy || (excused && !healthy)) {
      healthy = problem.isEmpty();
      since = now;
    }
    Duration lasting = Duration.between(since, now);
    return new Finding(
        problem,
        healthy && lasting.compareTo(timing.recovery()) >= 0,
        !healthy && lasting.compareTo(timing.unhealthyLimit()) >= 0);
  }

  /**
   * What one look found.
   *
   * @param isRecovered healthy for so long that earlier failures do not count any more
   * @param isHopeless unhealthy for so long that only a restart can help
   */
  record Finding(Optional<String> problem, boolean isRecovered, boolean isHopeless) {}
}
