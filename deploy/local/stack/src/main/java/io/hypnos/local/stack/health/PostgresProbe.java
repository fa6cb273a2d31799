package io.hypnos.local.stack.health;

import io.hypnos.settings.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** Healthy when the app role gets an answer to a query. */
record PostgresProbe(DatabaseSettings settings) implements HealthProbe {

  @Override
  public Optional<String> problem(Duration limit) {
    String seconds = String.valueOf(Math.max(1, limit.toSeconds()));
    Properties properties = new Properties();
    properties.setProperty("user", settings.appUser());
    properties.setProperty("password", settings.appPassword().reveal());
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    try (Connection connection = DriverManager.getConnection(settings.jdbcUrl(), properties);
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of("no query of PostgreSQL: " + e.getMessage());
    }
  }
}
