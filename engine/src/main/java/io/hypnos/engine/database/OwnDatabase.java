package io.hypnos.engine.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.OwnDatabaseSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database that one tenant brought, with a few connections that are closed when idle. While it
 * cannot be reached, calls fail at once and one thread looks whether it is back, so that nobody
 * else waits for it.
 */
public final class OwnDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnDatabase.class);
  private static final String NAME = "The tenant's own database";
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final UUID tenantId;
  private final HikariDataSource pool;
  private final Transactions transactions;
  private final Runnable renew;
  private final ScheduledExecutorService lookout;
  private final Relapses relapses;
  private final AtomicBoolean down = new AtomicBoolean();
  private final Object renewal = new Object();
  private volatile boolean renewed;
  private volatile boolean closed;

  /**
   * @param source makes a new connection, and judges the address anew each time
   * @param renew brings the tables to the newest schema before the first transaction, or throws
   *     {@code UNAVAILABLE}
   * @param lookout where it is tried again when it was down
   */
  public OwnDatabase(
      UUID tenantId,
      DataSource source,
      OwnDatabaseSettings settings,
      Runnable renew,
      ScheduledExecutorService lookout,
      Clock clock) {
    this.tenantId = tenantId;
    this.pool = pool(tenantId, source, settings);
    this.transactions = new Transactions(NAME, pool);
    this.renew = renew;
    this.lookout = lookout;
    this.relapses = new Relapses(clock);
  }

  private static HikariDataSource pool(
      UUID tenantId, DataSource source, OwnDatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("hypnos-own-" + tenantId);
    config.setDataSource(source);
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE.toMillis());
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    config.setValidationTimeout(Math.min(2000, settings.connectTimeout().toMillis()));
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  public UUID tenantId() {
    return tenantId;
  }

  /** Confined to the tenant; {@link DepartedException} when its rows are not here any more. */
  <T> T confined(HandleCallback<T, RuntimeException> work) {
    return reached(() -> transactions.confinedHere(tenantId, work));
  }

  <T> T relaxed(HandleCallback<T, RuntimeException> work) {
    return reached(() -> transactions.relaxedHere(tenantId, work));
  }

  /** Like {@link #asSystem}; {@link DepartedException} when the rows are not here any more. */
  <T> T asSystemHere(HandleCallback<T, RuntimeException> work) {
    return reached(() -> transactions.runHere(tenantId, work));
  }

  /** Without confinement: the database holds no other tenant. */
  public <T> T asSystem(HandleCallback<T, RuntimeException> work) {
    return reached(() -> transactions.run(work));
  }

  private <T> T reached(Supplier<T> work) {
    if (down.get()) {
      throw HypnosException.unavailable(NAME, null);
    }
    requireRenewed();
    try {
      return work.get();
    } catch (HypnosException e) {
      if (e.code() == ErrorCode.UNAVAILABLE && Transactions.isUnreachable(e)) {
        lookOut();
      }
      throw e;
    } catch (JdbiException e) {
      if (Transactions.isAboutWork(e)) {
        throw e;
      }
      // Read-only, or without a right or a table: whoever changed it is not its tenant's caller.
      lookOut();
      throw HypnosException.unavailable(NAME, e);
    }
  }

  private void requireRenewed() {
    if (!renewed) {
      synchronized (renewal) {
        if (!renewed) {
          try {
            renew.run();
          } catch (HypnosException e) {
            lookOut();
            throw e;
          }
          renewed = true;
        }
      }
    }
  }

  private void lookOut() {
    if (down.compareAndSet(false, true)) {
      Duration rest = relapses.next();
      LOG.warn("the own database of tenant {} fails and is left alone for {}", tenantId, rest);
      lookIn(rest);
    }
  }

  private void lookIn(Duration pause) {
    try {
      ScheduledFuture<?> unused =
          lookout.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the engine is closing", e);
    }
  }

  private void look() {
    if (closed) {
      return;
    }
    try (Connection connection = pool.getConnection()) {
      if (connection.isValid(1) && isWritable(connection)) {
        LOG.info("the own database of tenant {} is back", tenantId);
        down.set(false);
        return;
      }
    } catch (SQLException e) {
      LOG.debug("the own database of tenant {} is still away", tenantId, e);
    }
    lookIn(PAUSE);
  }

  private static boolean isWritable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer =
            statement.executeQuery(
                "SELECT NOT pg_is_in_recovery() AND has_table_privilege('hypnos.memory', 'INSERT')"
                    + " AND current_setting('transaction_read_only') = 'off'")) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  @Override
  public void close() {
    closed = true;
    pool.close();
  }

  @Override
  public String toString() {
    return "own database of tenant " + tenantId;
  }
}
