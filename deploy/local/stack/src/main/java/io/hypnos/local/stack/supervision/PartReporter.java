package io.hypnos.local.stack.supervision;

import io.hypnos.local.stack.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Puts what happens to one part on the board. Called by the thread that supervises the part. */
final class PartReporter {
  private final Part part;
  private final PartBoard board;
  private int starts;

  PartReporter(Part part, PartBoard board) {
    this.part = part;
    this.board = board;
  }

  /** How many processes there were. */
  int starts() {
    return starts;
  }

  void preparing() {
    publish(PartStatus.STARTING, null, Optional.empty(), Optional.empty());
  }

  void started(PartProcess process) {
    starts++;
    publish(PartStatus.STARTING, process, Optional.empty(), Optional.empty());
  }

  void ready(PartProcess process, Instant now) {
    long millis = Duration.between(process.startedAt(), now).toMillis();
    publish(PartStatus.HEALTHY, process, Optional.of(millis), Optional.empty());
  }

  /** The finding on a part that was ready before. */
  void found(PartProcess process, Optional<String> problem) {
    publish(
        problem.isPresent() ? PartStatus.UNHEALTHY : PartStatus.HEALTHY,
        process,
        board.of(part).readyMillis(),
        problem);
  }

  void restarting(String ending) {
    publish(PartStatus.RESTARTING, null, Optional.empty(), Optional.of(ending));
  }

  void stopped() {
    starts = 0;
    board.publish(part, PartState.stopped(part));
  }

  private void publish(
      PartStatus status,
      PartProcess process,
      Optional<Long> readyMillis,
      Optional<String> problem) {
    board.publish(
        part,
        new PartState(
            part.label(),
            status,
            Optional.ofNullable(process).map(PartProcess::pid),
            Math.max(0, starts - 1),
            Optional.ofNullable(process).map(PartProcess::startedAt),
            readyMillis,
            problem));
  }
}
