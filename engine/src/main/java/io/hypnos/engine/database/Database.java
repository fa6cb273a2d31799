package io.hypnos.engine.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.DatabaseSettings;
import io.hypnos.settings.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL, the record. Work for a tenant runs as the app role with row-level security confined
 * to that tenant for the length of one transaction; upkeep across tenants runs as the system role.
 * Opening never needs the server: a database that is down shows as {@code UNAVAILABLE} per call.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private static final String CONFINED = "SELECT set_config('hypnos.tenant', :tenant, true)";

  private static final String CONFINED_AND_RELAXED =
      """
      SELECT set_config('hypnos.tenant', :tenant, true),
             set_config('synchronous_commit', 'off', true)
      """;

  private final HikariDataSource appPool;
  private final HikariDataSource systemPool;
  private final Jdbi app;
  private final Jdbi system;

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
    this.app = jdbi(appPool);
    this.system = jdbi(systemPool);
  }

  private static Jdbi jdbi(HikariDataSource pool) {
    Jdbi jdbi =
        Jdbi.create(pool)
            .registerArrayType(String.class, "text")
            .registerArrayType(Long.class, "bigint")
            .registerArrayType(Integer.class, "integer")
            .registerArrayType(Double.class, "float8")
            .registerArrayType(UUID.class, "uuid");
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi.registerArgument(new UuidArgument());
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

  /** Runs work in one transaction that sees and changes rows of this tenant only. */
  public <T> T inTenant(UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return confined(CONFINED, tenantId, work);
  }

  /**
   * Like {@link #inTenant}, for changes that may be lost by a crash of the database because
   * somebody will notice and repeat them; the commit does not wait for the disk.
   */
  public <T> T inTenantRelaxed(UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return confined(CONFINED_AND_RELAXED, tenantId, work);
  }

  /** Runs upkeep in one transaction across all tenants. Never for a request of a tenant. */
  public <T> T asSystem(HandleCallback<T, RuntimeException> work) {
    return translating(() -> system.inTransaction(work));
  }

  private <T> T confined(String setting, UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return translating(
        () ->
            app.inTransaction(
                handle -> {
                  handle
                      .createQuery(setting)
                      .bind("tenant", tenantId.toString())
                      .mapTo(String.class)
                      .one();
                  return work.withHandle(handle);
                }));
  }

  private static <T> T translating(java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (JdbiException e) {
      if (isOutage(e)) {
        throw HypnosException.unavailable("The database", e);
      }
      throw e;
    }
  }

  private static boolean isOutage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectionException
          || cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        // 08: connection; 57P: the server is stopping or starting; 53: out of resources.
        String state = sql.getSQLState();
        return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
      }
    }
    return false;
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
