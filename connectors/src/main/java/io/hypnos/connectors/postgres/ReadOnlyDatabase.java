package io.hypnos.connectors.postgres;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection whose every transaction can only read, and not for long. */
final class ReadOnlyDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadOnlyDatabase.class);
  private static final int MOST_TRIES = 3;
  private static final int ROWS_AT_ONCE = 50;

  /** Said in each transaction: neither a query nor a pooler can have changed it. */
  private static final String TERMS =
      """
      SET TRANSACTION READ ONLY;
      SET LOCAL statement_timeout = '60s';
      SET LOCAL lock_timeout = '10s';
      SET LOCAL idle_in_transaction_session_timeout = '60s';
      SET LOCAL TimeZone = 'UTC';
      SET LOCAL DateStyle = 'ISO, YMD';
      SET LOCAL IntervalStyle = 'postgres';
      SET LOCAL extra_float_digits = 1
      """;

  private static final String STANDING =
      """
      SELECT coalesce(bool_or(rolsuper), true)::text || ' ' || current_setting('transaction_read_only')
      FROM pg_catalog.pg_roles
      WHERE rolname IN (current_user, session_user)
      """;

  private final Connection connection;

  private ReadOnlyDatabase(Connection connection) {
    this.connection = connection;
  }

  /** Takes a row; whether another one is wanted. */
  @FunctionalInterface
  interface Rows {
    boolean take(ResultSet row) throws SQLException;
  }

  /** Something done in a transaction. */
  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Closes the connection when it may not be used. */
  static ReadOnlyDatabase of(Connection connection, boolean superuserAllowed) {
    ReadOnlyDatabase database = new ReadOnlyDatabase(connection);
    try {
      database.judge(superuserAllowed);
      return database;
    } catch (ProviderFailure e) {
      database.close();
      throw e;
    }
  }

  private void judge(boolean superuserAllowed) {
    String standing = texts(STANDING, List.of()).get(0);
    if (!standing.endsWith(" on")) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "the database does not keep to reading");
    }
    if (standing.startsWith("true") && !superuserAllowed) {
      throw ProviderFailure.of(
          Kind.CONFIGURATION,
          "the role of the DSN is a superuser; use one that may only read, or set"
              + " config.allow_superuser");
    }
  }

  /** The first column. */
  List<String> texts(String sql, List<String> values) {
    List<String> found = new ArrayList<>();
    query(
        sql,
        values,
        row -> {
          found.add(row.getString(1));
          return true;
        });
    return found;
  }

  /** Rows come a few at a time, and no more than are wanted. */
  void query(String sql, List<String> values, Rows rows) {
    transaction(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(sql)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            for (int i = 0; i < values.size(); i++) {
              statement.setString(i + 1, values.get(i));
            }
            try (ResultSet found = statement.executeQuery()) {
              while (found.next() && rows.take(found)) {
                // The rows have it.
              }
            }
            return true;
          }
        });
  }

  /** The columns of a query with their types, without its rows. */
  Columns columns(String sql) {
    return transaction(
        open -> {
          try (PreparedStatement statement = open.prepareStatement(sql);
              ResultSet none = statement.executeQuery()) {
            return Columns.of(none.getMetaData());
          }
        });
  }

  /** What a replica cancels for its own sake is tried again. */
  private <T> T transaction(Work<T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return once(work);
      } catch (SQLException e) {
        if (tries >= MOST_TRIES || !SqlFailures.isPassing(e)) {
          throw SqlFailures.of(e);
        }
      }
    }
  }

  private <T> T once(Work<T> work) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(TERMS);
      return work.on(connection);
    } finally {
      rollBack();
    }
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.debug("the connection to a database is lost: {}", e.getSQLState());
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("a connection to a database did not close well: {}", e.getSQLState());
    }
  }
}
