package io.hypnos.connectors.postgres;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import java.sql.SQLException;

/** Tells the failures of a database apart by their state; its words may hold data. */
final class SqlFailures {
  private SqlFailures() {}

  static ProviderFailure of(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String said = "the database answered with state " + (state.isEmpty() ? "unknown" : state);
    if (state.startsWith("28")) {
      return ProviderFailure.of(Kind.UNAUTHORIZED, said);
    }
    boolean setUp = state.startsWith("42") || state.startsWith("3D") || state.startsWith("22");
    return ProviderFailure.of(setUp ? Kind.CONFIGURATION : Kind.UNAVAILABLE, said);
  }
}
