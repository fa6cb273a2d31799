package io.hypnos.local.stack.supervision;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one part running, in a thread of its own: starts the process, watches it, starts it again
 * when it dies or stays unhealthy. It never gives up; only {@link #stop()} ends it.
 */
final class PartSupervision {
  private static final Logger LOG = LoggerFactory.getLogger(PartSupervision.class);
  private static final Duration READINESS_INTERVAL = Duration.ofMillis(100);
  private static final int HOPELESS_STARTS = 5;

  private final PartDefinition definition;
  private final Timing timing;
  private final Clock clock;
  private final PartLog log;
  private final OutputListener output;
  private final PartBoard board;

  private final Object lock = new Object();
  private boolean stopRequested = true;
  private Thread worker;
  private PartProcess process;
  private int starts;
  private CompletableFuture<Void> firstReady = new CompletableFuture<>();

  PartSupervision(
      PartDefinition definition,
      Timing timing,
      Clock clock,
      OutputListener output,
      PartBoard board) {
    this.definition = definition;
    this.timing = timing;
    this.clock = clock;
    this.log = new PartLog(definition.log());
    this.output = output;
    this.board = board;
  }

  /**
   * Begins to keep the part running. The result is complete once the part is ready for the first
   * time, or fails when that is hopeless; the attempts go on either way.
   */
  CompletableFuture<Void> start() {
    synchronized (lock) {
      if (worker == null) {
        stopRequested = false;
        starts = 0;
        firstReady = new CompletableFuture<>();
        worker = new Thread(this::keepRunning, "supervise-" + definition.part().label());
        worker.setDaemon(true);
        worker.start();
      }
      return firstReady;
    }
  }

  /** Ends the part in order, by force when it takes too long. Returns when it is gone. */
  void stop() throws InterruptedException {
    Thread stopping;
    PartProcess running;
    synchronized (lock) {
      stopRequested = true;
      lock.notifyAll();
      stopping = worker;
      running = process;
    }
    if (stopping == null) {
      return;
    }
    if (running != null) {
      running.signal(definition.stopSignal());
      if (!running.awaitEnd(timing.stopTimeout())) {
        LOG.warn("{} does not stop; it is killed", definition.part().label());
        running.end();
      }
    }
    stopping.join();
    synchronized (lock) {
      worker = null;
    }
  }

  /** Kills the process as {@code kill -9} does; it is brought back. */
  void kill() throws InterruptedException {
    PartProcess running;
    synchronized (lock) {
      running = process;
    }
    if (running != null) {
      ProcessHandle.of(running.pid()).ifPresent(ProcessHandle::destroyForcibly);
      running.awaitEnd(timing.stopTimeout());
      board.awaitChange(
          definition.part(), state -> !state.pid().equals(Optional.of(running.pid())));
    }
  }

  private void keepRunning() {
    RestartPause pause = new RestartPause(timing.longestPause());
    try {
      while (!isStopRequested()) {
        String ending = runOnce(pause);
        if (isStopRequested()) {
          break;
        }
        Duration wait = pause.next();
        LOG.warn("{}: {}; next start in {} s", label(), ending, wait.toSeconds());
        publish(PartStatus.RESTARTING, Optional.of(ending));
        if (starts >= HOPELESS_STARTS) {
          fail(ending, null);
        }
        pause(wait);
      }
    } catch (InterruptedException e) {
      LOG.error("{} is no longer supervised", label(), e);
    } finally {
      LOG.info("{} is stopped", label());
      board.publish(definition.part(), PartState.stopped(definition.part()));
      firstReady.completeExceptionally(
          new StartFailedException(definition.part(), "it was stopped", null));
    }
  }

  /** One life of the process; says how it ended. */
  private String runOnce(RestartPause pause) throws InterruptedException {
    try {
      publish(PartStatus.STARTING, Optional.empty());
      definition.preparation().run();
      PartProcess running = launch();
      if (running == null) {
        return "it was stopped";
      }
      return live(running, pause);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      LOG.error("{} cannot run", label(), e);
      fail(e.getMessage(), e);
      return String.valueOf(e.getMessage());
    } finally {
      endProcess();
    }
  }

  private PartProcess launch() throws java.io.IOException {
    synchronized (lock) {
      if (stopRequested) {
        return null;
      }
      process = PartProcess.start(definition, log, output, clock);
      starts++;
    }
    publish(PartStatus.STARTING, Optional.empty());
    return process;
  }

  private String live(PartProcess running, RestartPause pause) throws Exception {
    Optional<String> failure = awaitReady(running);
    if (failure.isPresent()) {
      return failure.get();
    }
    LOG.info("{} is ready (process {})", label(), running.pid());
    PartWatch watch = new PartWatch(definition.probe(), timing, clock);
    publishReady(running);
    firstReady.complete(null);
    while (!running.awaitEnd(timing.probeInterval())) {
      if (isStopRequested()) {
        continue;
      }
      PartWatch.Finding finding = watch.look();
      if (finding.isRecovered()) {
        pause.reset();
      }
      publish(
          finding.problem().isPresent() ? PartStatus.UNHEALTHY : PartStatus.HEALTHY,
          finding.problem());
      if (finding.isHopeless()) {
        return "it runs but does not serve: " + finding.problem().orElse("");
      }
    }
    return "it ended with exit code " + running.exitCode();
  }

  private Optional<String> awaitReady(PartProcess running) throws Exception {
    Instant deadline = running.startedAt().plus(timing.startTimeout());
    while (!definition.readiness().isReached(running.announced())) {
      if (running.awaitEnd(READINESS_INTERVAL)) {
        return Optional.of("it ended with exit code " + running.exitCode());
      }
      if (clock.instant().isAfter(deadline)) {
        String reason = "it took longer than " + timing.startTimeout().toSeconds() + " s";
        fail(reason, null);
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  private void fail(String reason, Exception cause) {
    firstReady.completeExceptionally(new StartFailedException(definition.part(), reason, cause));
  }

  private void endProcess() throws InterruptedException {
    PartProcess ended;
    synchronized (lock) {
      ended = process;
      process = null;
    }
    if (ended != null) {
      ended.end();
    }
  }

  private boolean isStopRequested() {
    synchronized (lock) {
      return stopRequested;
    }
  }

  private void pause(Duration duration) throws InterruptedException {
    Instant end = clock.instant().plus(duration);
    synchronized (lock) {
      long rest = duration.toMillis();
      while (!stopRequested && rest > 0) {
        lock.wait(rest);
        rest = Duration.between(clock.instant(), end).toMillis();
      }
    }
  }

  private void publishReady(PartProcess running) {
    long millis = Duration.between(running.startedAt(), clock.instant()).toMillis();
    board.publish(
        definition.part(),
        state(PartStatus.HEALTHY, running, Optional.of(millis), Optional.empty()));
  }

  private void publish(PartStatus status, Optional<String> problem) {
    PartProcess running;
    synchronized (lock) {
      running = process;
    }
    Optional<Long> millis =
        status == PartStatus.HEALTHY || status == PartStatus.UNHEALTHY
            ? board.of(definition.part()).readyMillis()
            : Optional.empty();
    board.publish(definition.part(), state(status, running, millis, problem));
  }

  private PartState state(
      PartStatus status, PartProcess running, Optional<Long> millis, Optional<String> problem) {
    int restarts;
    synchronized (lock) {
      restarts = Math.max(0, starts - 1);
    }
    return new PartState(
        label(),
        status,
        Optional.ofNullable(running).map(PartProcess::pid),
        restarts,
        Optional.ofNullable(running).map(PartProcess::startedAt),
        millis,
        problem);
  }

  private String label() {
    return definition.part().label();
  }
}
