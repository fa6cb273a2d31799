package io.hypnos.connectors.postgres;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Tells the failures of a database apart by their state; its own words may hold data. */
final class SqlFailures {
  /** A conflict with replication, a deadlock, a cancelled statement. */
  private static final Set<String> PASSING = Set.of("40001", "40P01", "57014");

  private static final Set<String> SET_UP = Set.of("22", "3D", "3F", "42", "0A");

  private SqlFailures() {}

  static boolean isPassing(SQLException e) {
    return PASSING.contains(state(e));
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  static ProviderFailure of(SQLException e) {
    String state = state(e);
    if (isAboutTrust(e)) {
      return ProviderFailure.of(
          Kind.CONFIGURATION,
          "the certificate of the database server is not trusted; give credentials.ca_certificate,"
              + " or choose another sslmode in the DSN");
    }
    return ProviderFailure.of(kind(state), words(state) + suffix(state));
  }

  private static boolean isAboutTrust(Throwable problem) {
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (at instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  private static Kind kind(String state) {
    if (state.startsWith("28")) {
      return Kind.UNAUTHORIZED;
    }
    boolean setUp = state.length() == 5 && SET_UP.contains(state.substring(0, 2));
    return setUp || state.equals("08004") ? Kind.CONFIGURATION : Kind.UNAVAILABLE;
  }

  private static String words(String state) {
    return switch (state) {
      case "28000", "28P01" -> "the database does not accept the user or the password";
      case "3D000" -> "there is no such database";
      case "42P01", "3F000" -> "there is no such table";
      case "42703" -> "there is no such column";
      case "42702" -> "config.query gives two columns the same name";
      case "42501" -> "permission denied: the role of the DSN may not read this";
      case "42601" -> "config.query is no SELECT that the database understands";
      case "22023" -> "config.query cannot be used; a ? as operator is written ??";
      case "25006" -> "the database refuses to write: a connection only reads";
      case "57014" -> "the database took too long and was told to stop";
      case "55P03" -> "the table is locked";
      case "53300" -> "the database has no connection left";
      case "08001" -> "the database cannot be reached";
      case "08004" ->
          "the database refuses the connection: it offers no TLS, or no safe way to sign in";
      case "08006" ->
          "the connection to the database failed, or its certificate is for another host";
      default -> "the database answered with an error";
    };
  }

  private static String suffix(String state) {
    return state.matches("[0-9A-Z]{5}") ? " (" + state + ")" : "";
  }
}
