package io.hypnos.engine.brought;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.OwnDatabase;
import io.hypnos.engine.database.OwnDatabases;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.outgoing.UrlGuard;
import io.hypnos.engine.secret.SecretStore;
import io.hypnos.settings.OwnDatabaseSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The own databases that are in use, as the operator's database names them. What is known is read
 * again every few seconds, by one thread while the others go by what was known before.
 */
public final class OwnDatabaseRegistry implements OwnDatabases, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnDatabaseRegistry.class);

  private final Database database;
  private final LodgingStore lodgings;
  private final OwnDatabaseSettings settings;
  private final OwnDatabaseOpener opener;
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
    this.lodgings = new LodgingStore(secrets);
    this.settings = settings;
    this.opener = new OwnDatabaseOpener(guard, settings, clock);
  }

  OwnDatabaseSettings settings() {
    return settings;
  }

  /**
   * @param name of the stay and of when it was opened: another name makes it be opened anew
   */
  private record Opened(String name, OwnDatabase database) {}

  /**
   * @param readAt on the clock of the machine; the smallest number: never
   */
  private record Known(Map<UUID, Opened> byTenant, long readAt) {}

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
    Map<UUID, Opened> before = known.byTenant();
    Map<UUID, Opened> after = new HashMap<>();
    database
        .asSystem(lodgings::names)
        .forEach(
            (tenantId, name) -> {
              Opened opened = before.get(tenantId);
              after.put(
                  tenantId,
                  opened != null && opened.name().equals(name)
                      ? opened
                      : new Opened(name, opened(tenantId)));
            });
    known = new Known(Map.copyOf(after), now);
    before.values().stream()
        .filter(each -> !after.containsValue(each))
        .forEach(each -> opener.closeLater(each.database()));
  }

  private OwnDatabase opened(UUID tenantId) {
    return opener.open(tenantId, () -> Dsn.parse(lodgings.dsn(tenantId).reveal()));
  }

  /** A way to a database of the tenant that lasts as long as a move may take. */
  Passage passage(UUID tenantId, Dsn dsn) {
    return opener.passage(tenantId, dsn);
  }

  @Override
  public void close() {
    known.byTenant().values().forEach(each -> each.database().close());
    opener.close();
  }
}
