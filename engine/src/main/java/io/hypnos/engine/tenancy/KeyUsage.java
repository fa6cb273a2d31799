package io.hypnos.engine.tenancy;

import io.hypnos.engine.database.Database;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes when keys were last used, a little later and many at once, so that no request waits for it
 * or fails by it.
 */
final class KeyUsage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyUsage.class);
  private static final int MOST_PENDING = 10_000;
  private static final long DELAY_SECONDS = 2;
  private static final long PATIENCE_AT_CLOSE_SECONDS = 10;

  private static final String NOTE =
      """
      UPDATE api_key
      SET last_used_at = :at
      WHERE key_id = :key AND (last_used_at IS NULL OR last_used_at < :at)
      """;

  private final Database database;
  private final ConcurrentHashMap<UUID, Instant> pending = new ConcurrentHashMap<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, KeyUsage::thread);

  KeyUsage(Database database) {
    this.database = database;
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "hypnos-key-usage");
    thread.setDaemon(true);
    return thread;
  }

  void used(UUID keyId, Instant at) {
    if (pending.size() < MOST_PENDING || pending.containsKey(keyId)) {
      pending.put(keyId, at);
      schedule();
    }
  }

  private void schedule() {
    if (!scheduled.compareAndSet(false, true)) {
      return;
    }
    try {
      ScheduledFuture<?> unused = executor.schedule(this::turn, DELAY_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      // Closing: what is pending is noted by close itself.
      LOG.debug("the use of a key came after the close", e);
    }
  }

  private void turn() {
    scheduled.set(false);
    if (!flush() && !pending.isEmpty()) {
      schedule();
    }
  }

  /** Writes down what is pending; on a failure it stays pending. */
  private boolean flush() {
    // In the order of ids, so that two nodes never wait for each other's rows in a circle.
    Map<UUID, Instant> uses = new TreeMap<>(pending);
    if (uses.isEmpty()) {
      return true;
    }
    try {
      database.asSystem(handle -> note(handle, uses));
    } catch (RuntimeException e) {
      if (failing.compareAndSet(false, true)) {
        LOG.warn("the last use of keys cannot be noted for now", e);
      }
      return false;
    }
    failing.set(false);
    uses.forEach(pending::remove);
    return true;
  }

  private static int note(Handle handle, Map<UUID, Instant> uses) {
    PreparedBatch batch = handle.prepareBatch(NOTE);
    uses.forEach((key, at) -> batch.bind("key", key).bind("at", at).add());
    return batch.execute().length;
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(PATIENCE_AT_CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("noting the last use of keys did not end in time");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    flush();
  }
}
