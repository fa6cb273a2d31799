package io.hypnos.engine.brought;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.OwnDatabase;
import io.hypnos.engine.database.OwnDatabases;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.outgoing.UrlGuard;
import io.hypnos.engine.secret.SecretStore;
import io.hypnos.settings.OwnDatabaseSettings;
import io.hypnos.settings.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The own databases that are in use, as the operator's database names them. What is known is read
 * again every few seconds, by one thread while the others go by what was known before.
 */
public final class OwnDatabaseRegistry implements OwnDatabases, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnDatabaseRegistry.class);

  /** What the endpoints and secrets of own databases are called. */
  static final String KIND = "database";

  static final String SECRET = "database/dsn";
  static final String PLACE = "place";

  private static final Duration MIGRATION = Duration.ofMinutes(1);

  private static final String CONFIGURED =
      """
      SELECT tenant_id, settings ->> 'place' AS place
      FROM tenant_endpoint
      WHERE kind = 'database'
      ORDER BY tenant_id
      """;

  private final Database database;
  private final SecretStore secrets;
  private final UrlGuard guard;
  private final OwnDatabaseSettings settings;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor lookout;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Known known = new Known(Map.of(), Long.MIN_VALUE);

  // Guarded by the lock.
  private Failed failed;

  public OwnDatabaseRegistry(
      Database database,
      SecretStore secrets,
      UrlGuard guard,
      OwnDatabaseSettings settings,
      Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.guard = guard;
    this.settings = settings;
    this.clock = clock;
    this.lookout =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "hypnos-own-databases");
              thread.setDaemon(true);
              return thread;
            });
  }

  OwnDatabaseSettings settings() {
    return settings;
  }

  /**
   * @param place names the stay: another one of the same tenant has another
   */
  private record Opened(String place, OwnDatabase database) {}

  /**
   * @param readAt on the clock of the machine; the smallest number: never
   */
  private record Known(Map<UUID, Opened> byTenant, long readAt) {}

  private record Row(UUID tenantId, String place) {}

  /**
   * @param at on the clock of the machine
   */
  private record Failed(HypnosException cause, long at) {}

  @Override
  public Optional<OwnDatabase> of(UUID tenantId) {
    return Optional.ofNullable(current().byTenant().get(tenantId)).map(Opened::database);
  }

  @Override
  public List<OwnDatabase> all() {
    return current().byTenant().values().stream()
        .map(Opened::database)
        .sorted((one, other) -> one.tenantId().compareTo(other.tenantId()))
        .toList();
  }

  @Override
  public void lookAgain() {
    reading.lock();
    try {
      read();
    } finally {
      reading.unlock();
    }
  }

  private Known current() {
    Known now = known;
    if (now.readAt() == Long.MIN_VALUE) {
      return first();
    }
    boolean old = System.nanoTime() - now.readAt() > settings.known().toNanos();
    if (old && reading.tryLock()) {
      try {
        read();
      } catch (HypnosException e) {
        // The databases themselves turn away who goes by what is no longer so.
        LOG.debug("who has an own database cannot be read again", e);
      } finally {
        reading.unlock();
      }
    }
    return known;
  }

  /** While the operator's database is down, who waited for another's look shares its outcome. */
  private Known first() {
    long asked = System.nanoTime();
    reading.lock();
    try {
      if (known.readAt() == Long.MIN_VALUE) {
        Failed last = failed;
        if (last != null && last.at() - asked >= 0) {
          throw HypnosException.unavailable("The database", last.cause());
        }
        firstRead();
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  private void firstRead() {
    try {
      read();
    } catch (HypnosException e) {
      failed = new Failed(e, System.nanoTime());
      throw e;
    }
  }

  private void read() {
    long now = System.nanoTime();
    List<Row> rows =
        database.asSystem(
            handle ->
                handle
                    .createQuery(CONFIGURED)
                    .map(
                        (row, context) ->
                            new Row(row.getObject("tenant_id", UUID.class), row.getString("place")))
                    .list());
    Map<UUID, Opened> before = known.byTenant();
    Map<UUID, Opened> after = new HashMap<>();
    for (Row row : rows) {
      Opened opened = before.get(row.tenantId());
      after.put(
          row.tenantId(),
          opened != null && opened.place().equals(row.place())
              ? opened
              : new Opened(row.place(), opened(row.tenantId())));
    }
    known = new Known(Map.copyOf(after), now);
    before.values().stream()
        .filter(each -> !after.containsValue(each))
        .forEach(each -> each.database().close());
  }

  private OwnDatabase opened(UUID tenantId) {
    return open(tenantId, () -> Dsn.parse(dsn(tenantId).reveal()));
  }

  private Secret dsn(UUID tenantId) {
    return secrets
        .find(tenantId, SECRET)
        .orElseThrow(
            () -> new HypnosException(ErrorCode.UNAVAILABLE, "The DSN of the tenant is gone"));
  }

  /**
   * Opens a database without taking it into use.
   *
   * @param dsn is asked for each new connection, so that another password holds at once
   */
  OwnDatabase open(UUID tenantId, Supplier<Dsn> dsn) {
    return new OwnDatabase(
        tenantId,
        new PinnedSource(tenantId, dsn, guard, settings.timeout()),
        settings,
        () -> migrate(new PinnedSource(tenantId, dsn, guard, MIGRATION)),
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

  @Override
  public void close() {
    lookout.shutdownNow();
    known.byTenant().values().forEach(each -> each.database().close());
  }
}
