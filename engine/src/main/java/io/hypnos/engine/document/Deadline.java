package io.hypnos.engine.document;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Kills a process when its time is over, which also frees the thread that waits on its pipes: a
 * parser cannot be interrupted in any gentler way.
 */
final class Deadline implements AutoCloseable {
  private final Process process;
  private final ScheduledThreadPoolExecutor timer;
  private final ScheduledFuture<?> end;
  private volatile boolean passed;

  private Deadline(Process process, Duration time) {
    this.process = process;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "document-deadline");
              thread.setDaemon(true);
              return thread;
            });
    this.end = timer.schedule(this::pass, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  static Deadline of(Process process, Duration time) {
    return new Deadline(process, time);
  }

  boolean passed() {
    return passed;
  }

  @Override
  public void close() {
    end.cancel(false);
    timer.shutdownNow();
  }

  private void pass() {
    passed = true;
    process.destroyForcibly();
  }
}
