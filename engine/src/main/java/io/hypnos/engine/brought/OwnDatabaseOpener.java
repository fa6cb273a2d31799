package io.hypnos.engine.brought;

import io.hypnos.engine.database.OwnDatabase;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.outgoing.UrlGuard;
import io.hypnos.settings.OwnDatabaseSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the databases that tenants brought, and closes them when nobody works there any more. */
final class OwnDatabaseOpener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnDatabaseOpener.class);
  private static final Duration MIGRATION = Duration.ofMinutes(1);

  private final UrlGuard guard;
  private final OwnDatabaseSettings settings;
  private final Clock clock;
  private final ScheduledExecutorService lookout = thread("hypnos-own-databases");

  /** Never waits for a server, so that what is to end in time does. */
  private final ScheduledExecutorService watch = thread("hypnos-own-watch");

  private final Set<OwnDatabase> replaced = ConcurrentHashMap.newKeySet();

  OwnDatabaseOpener(UrlGuard guard, OwnDatabaseSettings settings, Clock clock) {
    this.guard = guard;
    this.settings = settings;
    this.clock = clock;
  }

  private static ScheduledExecutorService thread(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /**
   * @param dsn is asked for once, when the first connection is made: what is open leads to the same
   *     database for as long as it is
   */
  OwnDatabase open(UUID tenantId, Supplier<Dsn> dsn) {
    AtomicReference<Dsn> known = new AtomicReference<>();
    Supplier<Dsn> fixed = () -> known.updateAndGet(asked -> asked == null ? dsn.get() : asked);
    return new OwnDatabase(
        tenantId,
        new PinnedSource(tenantId, fixed, guard, settings.timeout()),
        settings,
        () -> migrate(new PinnedSource(tenantId, fixed, guard, MIGRATION)),
        lookout,
        clock);
  }

  private static void migrate(PinnedSource source) {
    try {
      new BroughtSchema(source).migrate();
    } catch (IllegalStateException | JdbiException e) {
      throw HypnosException.unavailable("The tenant's own database", e);
    }
  }

  /** A way there that lasts as long as a move may take. */
  Passage passage(UUID tenantId, Dsn dsn) {
    PinnedSource source = new PinnedSource(tenantId, () -> dsn, guard, settings.timeout());
    return new Passage(
        source,
        watch.schedule(source::cut, settings.moveTimeout().toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Closes it when what is under way there has had its time. */
  void closeLater(OwnDatabase database) {
    replaced.add(database);
    try {
      ScheduledFuture<?> unused =
          lookout.schedule(
              () -> closeNow(database), settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the engine is closing", e);
      closeNow(database);
    }
  }

  private void closeNow(OwnDatabase database) {
    database.close();
    replaced.remove(database);
  }

  @Override
  public void close() {
    lookout.shutdownNow();
    watch.shutdownNow();
    replaced.forEach(this::closeNow);
  }
}
