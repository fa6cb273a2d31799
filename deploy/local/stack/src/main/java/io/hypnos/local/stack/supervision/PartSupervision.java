package io.hypnos.local.stack.supervision;

import java.io.IOException;
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
  private static final int HOPELESS_STARTS = 5;

  private final PartDefinition definition;
  private final Timing timing;
  private final Clock clock;
  private final PartLog log;
  private final OutputListener output;
  private final PartBoard board;
  private final PartReporter reporter;

  private final Object lock = new Object();
  private boolean stopRequested = true;
  private Thread worker;
  private PartProcess process;
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
    this.reporter = new PartReporter(definition.part(), board);
  }

  /**
   * Begins to keep the part running. The result is complete once the part is ready for the first
   * time, or fails when that is hopeless; the attempts go on either way.
   */
  CompletableFuture<Void> start() {
    synchronized (lock) {
      if (worker == null) {
        stopRequested = false;
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
        if (reporter.starts() >= HOPELESS_STARTS) {
          fail(ending, null);
        }
        reporter.restarting(ending);
        pause(wait);
      }
    } catch (InterruptedException e) {
      LOG.error("{} is no longer supervised", label(), e);
    } finally {
      LOG.info("{} is stopped", label());
      reporter.stopped();
      fail("it was stopped", null);
    }
  }

  /** One life of the process; says how it ended. */
  private String runOnce(RestartPause pause) throws InterruptedException {
    try {
      reporter.preparing();
      definition.preparation().run();
      PartProcess running = launch();
      return running == null ? "it was stopped" : live(running, pause);
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

  private PartProcess launch() throws IOException {
    PartProcess launched;
    synchronized (lock) {
      if (stopRequested) {
        return null;
      }
      launched = PartProcess.start(definition, log, output, clock);
      process = launched;
    }
    reporter.started(launched);
    return launched;
  }

  private String live(PartProcess running, RestartPause pause) throws Exception {
    PartLife life =
        new PartLife(definition, timing, clock, reporter, this::isStopRequested, this::isExcused);
    Optional<String> failure = life.awaitReady(running);
    if (failure.isPresent()) {
      if (running.isAlive()) {
        fail(failure.get(), null);
      }
      return failure.get();
    }
    LOG.info("{} is ready (process {})", label(), running.pid());
    firstReady.complete(null);
    return life.watch(running, pause::reset);
  }

  /** A part that was ready before is not to blame while something that it needs is away. */
  private boolean isExcused() {
    return firstReady.isDone() && !board.areHealthy(definition.part().dependencies());
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

  private String label() {
    return definition.part().label();
  }
}
