package io.hypnos.engine.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.DatabaseSettings;
import io.hypnos.settings.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.HandleCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL, the record. Work for a tenant runs as the app role with row-level security confined
 * to that tenant for the length of one transaction; upkeep across tenants runs as the system role.
 * Opening never needs the server: a database that is down shows as {@code UNAVAILABLE} per call.
 *
 * <p>A tenant may keep its rows in a database of its own; what is the account's stays here.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private static final String NAME = "The database";

  private static final String HAS_DEPARTED =
      """
      SELECT EXISTS (
        SELECT 1
        FROM tenant_departed
        WHERE tenant_id = :tenant AND (until IS NULL OR until > clock_timestamp()))
      """;

  private final HikariDataSource appPool;
  private final HikariDataSource systemPool;
  private final Transactions app;
  private final Transactions system;
  private final Place operators;
  private final Set<String> passedOver = ConcurrentHashMap.newKeySet();
  private volatile OwnDatabases own = OwnDatabases.NONE;

  public Database(DatabaseSettings settings) {
    this.appPool =
        pool(
            settings,
            "hypnos-app",
            settings.appUser(),
            settings.appPassword(),
            settings.poolSize());
    this.systemPool =
        pool(
            settings,
            "hypnos-system",
            settings.systemUser(),
            settings.systemPassword(),
            settings.systemPoolSize());
    this.app = new Transactions(NAME, appPool);
    this.system = new Transactions(NAME, systemPool);
    this.operators = Place.operators(system);
  }

  /** Says which tenants keep their rows elsewhere; before the first work of a tenant. */
  public void keepElsewhere(OwnDatabases elsewhere) {
    this.own = elsewhere;
  }

  private static HikariDataSource pool(
      DatabaseSettings settings, String name, String user, Secret password, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(settings.jdbcUrl());
    config.setUsername(user);
    config.setPassword(password.reveal());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    config.setValidationTimeout(Math.min(2000, settings.connectTimeout().toMillis()));
    config.setKeepaliveTime(Duration.ofMinutes(1).toMillis());
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", name);
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", "5");
    config.addDataSourceProperty("socketTimeout", "120");
    // What a statement carried is memory text, which belongs into no log.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    return new HikariDataSource(config);
  }

  /**
   * Runs work in one transaction that sees and changes rows of this tenant only, in the database
   * that keeps its memory: the operator's, or its own.
   */
  public <T> T inTenant(UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return where(
        tenantId,
        place -> place.isPresent() ? place.get().confined(work) : app.confinedHere(tenantId, work));
  }

  /**
   * Like {@link #inTenant}, for changes that may be lost by a crash of the database because
   * somebody will notice and repeat them; the commit does not wait for the disk.
   */
  public <T> T inTenantRelaxed(UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return where(
        tenantId,
        place -> place.isPresent() ? place.get().relaxed(work) : app.relaxedHere(tenantId, work));
  }

  /**
   * Like {@link #inTenant}, but always in the operator's database, which keeps the rows of the
   * account: keys, secrets, what was spent.
   */
  public <T> T atHome(UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return app.confined(tenantId, work);
  }

  /**
   * Like {@link #atHome}, for rows of the account and of the memory together. {@code UNAVAILABLE}
   * when the latter lie elsewhere, which who asks should have seen by {@link #isElsewhere}.
   */
  public <T> T together(UUID tenantId, HandleCallback<T, RuntimeException> work) {
    try {
      return app.confinedHere(tenantId, work);
    } catch (DepartedException e) {
      own.lookAgain();
      throw beingMoved(e);
    }
  }

  /** Whether the rows of the tenant lie in a database of its own. */
  public boolean isElsewhere(UUID tenantId) {
    return own.of(tenantId).isPresent();
  }

  /**
   * Runs upkeep in one transaction across all tenants of the operator's database. Never for a
   * request of a tenant.
   */
  public <T> T asSystem(HandleCallback<T, RuntimeException> work) {
    return system.run(work);
  }

  /** Like {@link #asSystem} for a single statement: one round trip to the database. */
  public <T> T askAsSystem(HandleCallback<T, RuntimeException> statement) {
    return system.one(statement);
  }

  /**
   * Like {@link #asSystem}, but never within a transaction that this thread is in already: what it
   * does holds, and its locks are gone, when it returns.
   */
  public <T> T asSystemApart(HandleCallback<T, RuntimeException> work) {
    return system.runApart(work);
  }

  /** Runs upkeep in one transaction in the database that keeps the rows of the tenant. */
  public <T> T asSystemOf(UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return where(
        tenantId,
        place ->
            place.isPresent() ? place.get().asSystemHere(work) : system.runHere(tenantId, work));
  }

  /** The operator's database, then every own one that is in use. */
  public List<Place> places() {
    List<Place> places = new ArrayList<>();
    places.add(operators);
    for (OwnDatabase each : own.all()) {
      places.add(Place.own(each, system));
    }
    return List.copyOf(places);
  }

  /**
   * Does upkeep in every place in turn. An own database that fails is told of once and passed over,
   * so that it never holds up the others; a failure of the operator's is thrown.
   *
   * @param what is done, for the log
   */
  public void visit(String what, Consumer<Place> work) {
    for (Place place : places()) {
      visit(
          what,
          place,
          visited -> {
            work.accept(visited);
            return Optional.empty();
          });
    }
  }

  /** What one place has of it; nothing when that is an own database that fails. */
  <T> Optional<T> visit(String what, Place place, Function<Place, Optional<T>> work) {
    if (place.isOperators()) {
      return work.apply(place);
    }
    String visit = what + " in " + place.name();
    try {
      Optional<T> found = work.apply(place);
      passedOver.remove(visit);
      return found;
    } catch (RuntimeException e) {
      // Its owner may have put there what no code expects; that must not stop the others' upkeep.
      if (passedOver.add(visit)) {
        LOG.warn("{} fails and is passed over until it succeeds", visit, e);
      }
      return Optional.empty();
    }
  }

  /**
   * Whether the rows of the tenant cannot be reached because its own database does not answer, or
   * because they are being moved: then a call failed for this tenant alone.
   */
  public boolean isAway(UUID tenantId) {
    try {
      this.<Integer>inTenant(tenantId, handle -> handle.execute("SELECT 1"));
      return false;
    } catch (HypnosException e) {
      LOG.debug("the rows of tenant {} cannot be reached", tenantId, e);
    }
    try {
      return asSystem(
          handle ->
              handle.createQuery(HAS_DEPARTED).bind("tenant", tenantId).mapTo(Boolean.class).one());
    } catch (HypnosException e) {
      LOG.debug("nobody's rows can be reached", e);
      return false;
    }
  }

  /**
   * A connection of the system role, for a library that keeps tables of its own. It belongs back in
   * the pool by being closed.
   */
  public Connection systemConnection() throws SQLException {
    return systemPool.getConnection();
  }

  /** A database that turns the tenant away is left for the one that is known by then. */
  private <T> T where(UUID tenantId, Function<Optional<OwnDatabase>, T> work) {
    try {
      return work.apply(own.of(tenantId));
    } catch (DepartedException e) {
      own.lookAgain();
    }
    try {
      return work.apply(own.of(tenantId));
    } catch (DepartedException e) {
      throw beingMoved(e);
    }
  }

  private static HypnosException beingMoved(DepartedException cause) {
    return new HypnosException(
        ErrorCode.UNAVAILABLE, "The rows of the tenant are being moved to another database", cause);
  }

  /** Whether the server answers within the time. */
  public boolean isReachable(Duration patience) {
    try (Connection connection = appPool.getConnection()) {
      return connection.isValid((int) Math.max(1, patience.toSeconds()));
    } catch (SQLException e) {
      LOG.debug("database is not reachable", e);
      return false;
    }
  }

  @Override
  public void close() {
    appPool.close();
    systemPool.close();
  }
}
