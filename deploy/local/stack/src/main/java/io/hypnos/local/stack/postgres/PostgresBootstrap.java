package io.hypnos.local.stack.postgres;

import io.hypnos.local.stack.LocalProfile;
import io.hypnos.local.stack.StackException;
import io.hypnos.schemas.database.DatabaseMigrator;
import io.hypnos.settings.DatabaseSettings;
import io.hypnos.settings.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.PGConnection;

/**
 * Brings a running server to the state that the product expects: three roles of which only the
 * owner owns anything, the database, the newest schema. Doing it again changes nothing.
 */
public final class PostgresBootstrap {
  private static final String INVALID_PASSWORD = "28P01";
  private static final String STARTING_UP = "57P03";
  private static final String CONNECTION_CLASS = "08";

  private final DatabaseSettings settings;
  private final Secret superuserPassword;
  private boolean done;

  public PostgresBootstrap(LocalProfile profile) {
    this.settings = profile.settings().database();
    this.superuserPassword = profile.superuserPassword();
  }

  /** False while the server does not accept connections yet. */
  public synchronized boolean attempt() throws SQLException {
    try (Connection connection = connect("postgres")) {
      if (!done) {
        createRoles(connection);
        createDatabase(connection);
        grantAccess();
        migrate();
        done = true;
      }
      return true;
    } catch (SQLException e) {
      if (isNotYetThere(e)) {
        return false;
      }
      throw explained(e);
    }
  }

  private static boolean isNotYetThere(SQLException problem) {
    String state = String.valueOf(problem.getSQLState());
    return state.equals(STARTING_UP) || state.startsWith(CONNECTION_CLASS);
  }

  private static SQLException explained(SQLException problem) {
    if (INVALID_PASSWORD.equals(problem.getSQLState())) {
      throw new StackException(
          "PostgreSQL refuses the password of the superuser; secrets.yml and the data in postgres/"
              + " do not belong together.",
          problem);
    }
    return problem;
  }

  private void createRoles(Connection connection) throws SQLException {
    createRole(connection, settings.ownerUser(), settings.ownerPassword());
    createRole(connection, settings.appUser(), settings.appPassword());
    createRole(connection, settings.systemUser(), settings.systemPassword());
  }

  private static void createRole(Connection connection, String role, Secret password)
      throws SQLException {
    if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
      execute(connection, "CREATE ROLE %I", role);
    }
    execute(
        connection,
        "ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS",
        role);
    // The driver hashes the password; it reaches neither the wire nor the server's log.
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(role, password.reveal().toCharArray(), "scram-sha-256");
  }

  private void createDatabase(Connection connection) throws SQLException {
    if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", settings.name())) {
      execute(connection, "CREATE DATABASE %I OWNER %I", settings.name(), settings.ownerUser());
    }
    execute(connection, "REVOKE ALL ON DATABASE %I FROM PUBLIC", settings.name());
    execute(
        connection,
        "GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I, %I",
        settings.name(),
        settings.appUser(),
        settings.systemUser());
  }

  private void grantAccess() throws SQLException {
    try (Connection connection = connect(settings.name());
        Statement statement = connection.createStatement()) {
      statement.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    }
  }

  private void migrate() {
    DatabaseMigrator.migrate(
        settings.jdbcUrl(),
        settings.ownerUser(),
        settings.ownerPassword().reveal(),
        settings.appUser(),
        settings.systemUser());
  }

  private Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", PostgresServer.SUPERUSER);
    properties.setProperty("password", superuserPassword.reveal());
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "60");
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(settings.host(), settings.port(), database),
        properties);
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  /** Runs a statement after the server itself quoted the names in it. */
  private static void execute(Connection connection, String template, String... names)
      throws SQLException {
    String quote = "SELECT format(?" + ", ?".repeat(names.length) + ")";
    try (PreparedStatement quoting = connection.prepareStatement(quote);
        Statement statement = connection.createStatement()) {
      quoting.setString(1, template);
      for (int i = 0; i < names.length; i++) {
        quoting.setString(i + 2, names[i]);
      }
      try (ResultSet result = quoting.executeQuery()) {
        result.next();
        statement.execute(result.getString(1));
      }
    }
  }
}
