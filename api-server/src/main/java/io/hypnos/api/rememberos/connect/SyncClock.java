package io.hypnos.api.rememberos.connect;

import io.hypnos.connectors.connection.Connections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs connections when their time has come. A connection is taken by a lease in the record, so
 * any number of nodes may do this and none syncs what another one does.
 */
final class SyncClock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncClock.class);
  private static final int PAUSE_SECONDS = 5;

  private final Connections connections;
  private final Semaphore free;
  private final ExecutorService workers;
  private final ScheduledExecutorService clock;

  SyncClock(Connections connections, int threads) {
    this.connections = connections;
    this.free = new Semaphore(threads);
    this.workers = Executors.newFixedThreadPool(threads, daemon("hypnos-sync"));
    this.clock = Executors.newSingleThreadScheduledExecutor(daemon("hypnos-sync-clock"));
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  void start() {
    Future<?> ticking =
        clock.scheduleWithFixedDelay(this::look, PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
    LOG.debug("looks for connections that are due: {}", ticking);
  }

  private void look() {
    try {
      int most = free.availablePermits();
      if (most > 0) {
        connections.due(most).forEach(this::begin);
      }
    } catch (RuntimeException e) {
      LOG.warn("connections that are due were not found: {}", e.getMessage());
    }
  }

  private void begin(Runnable sync) {
    if (free.tryAcquire()) {
      workers.execute(
          () -> {
            try {
              sync.run();
            } catch (RuntimeException e) {
              LOG.warn("a connection could not be synced: {}", e.getMessage());
            } finally {
              free.release();
            }
          });
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    workers.shutdownNow();
  }
}
