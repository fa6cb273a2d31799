package io.hypnos.api.schedule;

import io.hypnos.connectors.connection.Connections;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs what is due, a bounded number of connections at the same time. A worker takes one after the
 * other by a lease in the record, so any number of nodes may do this and none syncs what another
 * one does; one that finds work calls another worker. When all are busy, long runs make room.
 */
final class SyncWorkers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncWorkers.class);
  private static final int LONGEST_END_SECONDS = 10;

  private final Connections connections;
  private final Semaphore free;
  private final ExecutorService workers;
  private final ScheduledExecutorService clock;

  SyncWorkers(Connections connections, int threads) {
    this.connections = connections;
    this.free = new Semaphore(threads);
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "hypnos-sync-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "hypnos-sync-clock");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Looks by itself too: the clustered schedule may tick on another node each time. */
  ScheduledFuture<?> look(Duration every) {
    return clock.scheduleWithFixedDelay(
        this::wake, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Sees to it that what is due is worked on; returns at once. */
  void wake() {
    if (!free.tryAcquire()) {
      return;
    }
    try {
      workers.execute(this::work);
    } catch (RejectedExecutionException e) {
      free.release();
      LOG.debug("no syncs any more: the server stops");
    }
  }

  private void work() {
    try {
      Optional<Runnable> next = connections.claim(this::isCrowded);
      while (next.isPresent()) {
        wake();
        run(next.get());
        next =
            Thread.currentThread().isInterrupted()
                ? Optional.empty()
                : connections.claim(this::isCrowded);
      }
    } catch (RuntimeException e) {
      LOG.warn("connections that are due were not found: {}", e.getMessage());
    } finally {
      free.release();
    }
  }

  /** One connection that cannot be synced keeps no other from it; its lease ends by itself. */
  private static void run(Runnable sync) {
    try {
      sync.run();
    } catch (RuntimeException e) {
      LOG.warn("a connection could not be synced: {}", e.getMessage());
    }
  }

  private boolean isCrowded() {
    return free.availablePermits() == 0;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        LOG.info("a sync is cut off; it goes on when its lease has ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
