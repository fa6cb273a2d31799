package io.hypnos.connectors.postgres;

import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.DatabaseSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database on the server of the stack, with a role that may only read it. */
final class ForeignServer implements AutoCloseable {
  static final String PASSWORD = "hunter-2";

  private static final String SUPERUSER_PASSWORD = "postgres-superuser-password: '";

  private final DatabaseSettings settings;
  private final String superuserPassword;
  private final String name = "foreign-" + UUID.randomUUID();
  private final Connection owner;

  ForeignServer(LocalStack stack) throws IOException, SQLException {
    settings = stack.settings().database();
    superuserPassword = superuserPassword(stack.settingsFile().getParent().getParent());
    try (Connection server = superuser("postgres");
        Statement statement = server.createStatement()) {
      statement.execute("CREATE ROLE \"%s\" LOGIN PASSWORD '%s'".formatted(name, PASSWORD));
      statement.execute("CREATE DATABASE \"%s\"".formatted(name));
    }
    owner = superuser(name);
    run("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO \"%s\"".formatted(name));
  }

  private static String superuserPassword(Path stack) throws IOException {
    return Files.readAllLines(stack.resolve("secrets.yml"), StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith(SUPERUSER_PASSWORD))
        .map(line -> line.substring(SUPERUSER_PASSWORD.length(), line.length() - 1))
        .findFirst()
        .orElseThrow();
  }

  private Connection superuser(String database) throws SQLException {
    return connection(database, "postgres", superuserPassword);
  }

  private Connection connection(String database, String user, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(settings.host(), settings.port(), database),
        user,
        password);
  }

  /** A plain connection of the role that may only read. */
  Connection reader() throws SQLException {
    return connection(name, name, PASSWORD);
  }

  void run(String sql) {
    try (Statement statement = owner.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  long number(String sql) {
    try (Statement statement = owner.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Transactions of connectors so far; each ends in a rollback. */
  long transactions() {
    while (number(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE application_name = 'hypnos-connector' AND datname = current_database()
            """)
        > 0) {
      Thread.onSpinWait();
    }
    return number("SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()");
  }

  String dsn() {
    return dsn(name, PASSWORD, "sslmode=disable");
  }

  String dsn(String password, String parameters) {
    return dsn(name, password, parameters);
  }

  String superuserDsn() {
    return dsn("postgres", superuserPassword, "sslmode=disable");
  }

  private String dsn(String user, String password, String parameters) {
    return "postgresql://%s:%s@%s:%d/%s?%s"
        .formatted(user, password, settings.host(), settings.port(), name, parameters);
  }

  @Override
  public void close() throws SQLException {
    owner.close();
    try (Connection server = superuser("postgres");
        Statement statement = server.createStatement()) {
      statement.execute("DROP DATABASE \"%s\" WITH (FORCE)".formatted(name));
      statement.execute("DROP ROLE \"%s\"".formatted(name));
    }
  }
}
