package io.hypnos.connectors.postgres;

import io.hypnos.connectors.kit.Crowd;
import io.hypnos.local.stack.junit.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** A table of many rows; what it is asked are transactions. */
public final class RowsCrowd implements Crowd {
  /** As many rows at once as the connector asks for. */
  private static final int PAGE = 500;

  /** Rows a second apart, the newest a day old. */
  private static final String FILL =
      """
      INSERT INTO crm.notes
      SELECT i, now() - interval '1 day' - (%1$d - i) * interval '1 second',
             'Row ' || i || repeat(' that tells of the order of a customer', 10)
      FROM generate_series(1, %1$d) i
      """;

  private static final String READ =
      """
      SELECT CAST(id AS text), CAST(at AS text), words
      FROM crm.notes
      WHERE (at, id) > (CAST(? AS timestamptz), CAST(? AS bigint))
      ORDER BY at, id
      LIMIT %d
      """
          .formatted(PAGE);

  private final ForeignServer server;
  private long before;

  private RowsCrowd(ForeignServer server) {
    this.server = server;
  }

  public static Crowd of(int records, LocalStack stack) {
    try {
      ForeignServer server = new ForeignServer(stack);
      server.run("CREATE SCHEMA crm");
      server.run("GRANT USAGE ON SCHEMA crm TO PUBLIC");
      server.run("CREATE TABLE crm.notes (id bigint PRIMARY KEY, at timestamptz, words text)");
      server.run(FILL.formatted(records));
      server.run("CREATE INDEX ON crm.notes (at, id)");
      server.run("ANALYZE crm.notes");
      return new RowsCrowd(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, Object> config() {
    return Map.of(
        "table", "crm.notes", "cursor_column", "at", "id_column", "id", "text_columns", "words");
  }

  @Override
  public Map<String, String> credentials() {
    return Map.of("dsn", server.dsn());
  }

  @Override
  public void rehearse() {
    // It is no fake.
  }

  @Override
  public void listen() {
    before = server.transactions();
  }

  @Override
  public long asked() {
    return server.transactions() - before;
  }

  /** The rows alone, by pages of the same size over one connection. */
  @Override
  public Runnable askAgain() {
    return () -> {
      try (Connection connection = server.reader();
          PreparedStatement statement = connection.prepareStatement(READ)) {
        statement.setString(1, "-infinity");
        statement.setString(2, "0");
        while (readPage(statement) == PAGE) {
          // The next one follows.
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  /** Reads a page and asks for the one after it. */
  private static int readPage(PreparedStatement statement) throws SQLException {
    int rows = 0;
    String id = "";
    String at = "";
    try (ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        id = found.getString(1);
        at = found.getString(2);
        rows += found.getString(3).isEmpty() ? 0 : 1;
      }
    }
    statement.setString(1, at);
    statement.setString(2, id);
    return rows;
  }

  @Override
  public void takeNoNotes() {
    // It takes none.
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
