package io.hypnos.local.stack.supervision;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One life of a process, from its start to its end.
 *
 * @param stopping whether the end is wanted, so that health does not matter any more
 * @param excused whether something that the part depends on is away; a restart would not help
 */
record PartLife(
    PartDefinition definition,
    Timing timing,
    Clock clock,
    PartReporter reporter,
    BooleanSupplier stopping,
    BooleanSupplier excused) {
  private static final Duration READINESS_INTERVAL = Duration.ofMillis(100);

  /** Why the process did not become ready; empty when it did. */
  Optional<String> awaitReady(PartProcess process) throws Exception {
    Instant deadline = process.startedAt().plus(timing.startTimeout());
    while (!definition.readiness().isReached(process.announced())) {
      if (process.awaitEnd(READINESS_INTERVAL)) {
        return Optional.of(ending(process));
      }
      if (clock.instant().isAfter(deadline) && !excused.getAsBoolean()) {
        return Optional.of("it took longer than " + timing.startTimeout().toSeconds() + " s");
      }
    }
    reporter.ready(process, clock.instant());
    return Optional.empty();
  }

  /**
   * Watches a ready process until it ends or should be ended; says why.
   *
   * @param recovered runs while the part has been healthy for long
   */
  String watch(PartProcess process, Runnable recovered) throws InterruptedException {
    PartWatch watch = new PartWatch(definition.probe(), timing, clock);
    while (!process.awaitEnd(timing.probeInterval())) {
      if (stopping.getAsBoolean()) {
        continue;
      }
      PartWatch.Finding finding = watch.look(excused.getAsBoolean());
      if (finding.isRecovered()) {
        recovered.run();
      }
      reporter.found(process, finding.problem());
      if (finding.isHopeless()) {
        return "it runs but does not serve: " + finding.problem().orElse("");
      }
    }
    return ending(process);
  }

  private static String ending(PartProcess process) {
    return "it ended with exit code " + process.exitCode();
  }
}
