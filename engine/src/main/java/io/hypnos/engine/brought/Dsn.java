package io.hypnos.engine.brought;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * {@code postgresql://user:password@host:port/database?sslmode=…}. No other parameter is
 * understood: those of the driver read files and load classes of this machine.
 *
 * @param host an IPv6 address with its brackets
 */
record Dsn(String host, int port, String database, String user, Secret password, String sslMode) {
  private static final int LONGEST = 2_048;
  private static final int USUAL_PORT = 5_432;
  private static final int HIGHEST_PORT = 65_535;
  private static final String SSL_MODE = "sslmode=";
  private static final String USUAL_SSL_MODE = "require";
  private static final Set<String> SSL_MODES =
      Set.of("disable", "prefer", "require", "verify-ca", "verify-full");

  /** {@code VALIDATION} in words that repeat nothing of the text, for it holds a password. */
  static Dsn parse(String text) {
    String stripped = text.strip();
    if (stripped.length() > LONGEST) {
      throw malformed();
    }
    try {
      return of(URI.create(stripped));
    } catch (IllegalArgumentException e) {
      throw malformed(); // The message of the cause would show the password.
    }
  }

  private static Dsn of(URI uri) {
    String info = uri.getRawUserInfo();
    String path = uri.getRawPath();
    boolean known = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
    if (!known || uri.getHost() == null || info == null || uri.getRawFragment() != null) {
      throw malformed();
    }
    int colon = info.indexOf(':');
    if (colon < 1 || colon == info.length() - 1 || path.length() < 2) {
      throw malformed();
    }
    return new Dsn(
        uri.getHost(),
        port(uri.getPort()),
        decoded(path.substring(1)),
        decoded(info.substring(0, colon)),
        Secret.of(decoded(info.substring(colon + 1))),
        sslMode(uri.getRawQuery()));
  }

  private static int port(int port) {
    if (port == 0 || port > HIGHEST_PORT) {
      throw malformed();
    }
    return port < 0 ? USUAL_PORT : port;
  }

  private static String sslMode(String query) {
    if (query == null) {
      return USUAL_SSL_MODE;
    }
    String mode = query.startsWith(SSL_MODE) ? query.substring(SSL_MODE.length()) : "";
    if (!SSL_MODES.contains(mode)) {
      throw new HypnosException(
          ErrorCode.VALIDATION,
          "the only parameter of the DSN is sslmode: disable, prefer, require, verify-ca or"
              + " verify-full");
    }
    return mode;
  }

  private static String decoded(String text) {
    String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    if (decoded.indexOf('\0') >= 0) {
      throw malformed(); // It would end the text on its way to the server.
    }
    return decoded;
  }

  private static HypnosException malformed() {
    return new HypnosException(
        ErrorCode.VALIDATION, "the DSN must be postgresql://user:password@host:port/database");
  }

  /** Without the password. */
  String masked() {
    return "postgresql://%s:***@%s:%d/%s?%s%s"
        .formatted(encoded(user), host, port, encoded(database), SSL_MODE, sslMode);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return masked();
  }
}
