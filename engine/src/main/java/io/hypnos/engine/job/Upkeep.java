package io.hypnos.engine.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background loops of a node. A loop that fails is logged once per outage, waits, and goes on; it
 * never ends before the node does.
 */
public final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration LONGEST_PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(10);

  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  /** One turn of a loop. */
  @FunctionalInterface
  public interface Turn {
    /** Does some work and says whether there is more to do at once. */
    boolean run();
  }

  /** Starts a loop that pauses between turns unless a turn says that there is more to do. */
  public synchronized void start(String name, Duration pause, Turn turn) {
    Thread thread = new Thread(() -> loop(name, pause, turn), "hypnos-" + name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void loop(String name, Duration pause, Turn turn) {
    int failures = 0;
    while (closing.getCount() > 0) {
      Duration wait;
      try {
        wait = turn.run() ? Duration.ZERO : pause;
        if (failures > 0) {
          LOG.info("{} works again after {} failures", name, failures);
        }
        failures = 0;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        if (failures++ == 0) {
          LOG.warn("{} failed and will be tried again", name, e);
        }
        wait = pauseAfter(failures);
      }
      if (awaitClosing(wait)) {
        return;
      }
    }
  }

  private static Duration pauseAfter(int failures) {
    Duration pause = Duration.ofMillis(500L << Math.min(failures, 6));
    return pause.compareTo(LONGEST_PAUSE_AFTER_FAILURE) > 0 ? LONGEST_PAUSE_AFTER_FAILURE : pause;
  }

  private boolean awaitClosing(Duration wait) {
    try {
      return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public synchronized void close() {
    closing.countDown();
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE_AT_CLOSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (thread.isAlive()) {
        LOG.warn("{} did not end in time", thread.getName());
        thread.interrupt();
      }
    }
  }
}
