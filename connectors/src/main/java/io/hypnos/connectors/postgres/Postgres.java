package io.hypnos.connectors.postgres;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Rows of any table or query of a PostgreSQL database, by a column that rises. */
public final class Postgres implements Provider {
  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public int callsPerMinute() {
    return 6_000;
  }

  @Override
  public Source open(Setup setup) {
    Dsn dsn = Dsn.parse(setup.requiredCredential("dsn"));
    setup
        .guard()
        .check("http://" + dsn.host() + "/")
        .ifPresent(
            refusal -> {
              throw ProviderFailure.of(Kind.CONFIGURATION, "the host of the DSN is not permitted");
            });
    RowPlan plan = RowPlan.of(setup);
    try {
      return new PostgresRows(connect(dsn), plan);
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  private static Connection connect(Dsn dsn) throws SQLException {
    Properties properties = new Properties();
    properties.put("user", dsn.user());
    properties.put("password", dsn.password());
    properties.put("connectTimeout", "10");
    properties.put("socketTimeout", "120");
    properties.put("sslmode", dsn.sslMode());
    properties.put("ApplicationName", "hypnos-connector");
    properties.put("logServerErrorDetail", "false");
    Connection connection = DriverManager.getConnection(dsn.jdbcUrl(), properties);
    connection.setReadOnly(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = '60s'");
      statement.execute("SET idle_in_transaction_session_timeout = '60s'");
      statement.execute("SET TIME ZONE 'UTC'");
    }
    return connection;
  }
}
