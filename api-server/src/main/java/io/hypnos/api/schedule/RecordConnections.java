package io.hypnos.api.schedule;

import io.hypnos.engine.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import org.quartz.utils.ConnectionProvider;

/** Lets Quartz keep its tables in the record. */
final class RecordConnections implements ConnectionProvider {
  private final Database database;

  RecordConnections(Database database) {
    this.database = database;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return database.systemConnection();
  }

  @Override
  public void initialize() {
    // The pool is the engine's.
  }

  @Override
  public void shutdown() {
    // The engine closes its pool itself.
  }
}
