package io.hypnos.connectors.postgres;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code postgresql://user:password@host:port/database?sslmode=…}. */
record Dsn(String host, int port, String database, String user, String password, String sslMode) {
  private static final Pattern SSL_MODE = Pattern.compile("(?:^|&)sslmode=([a-z-]+)");
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final int USUAL_PORT = 5432;

  static Dsn parse(String text) {
    try {
      URI uri = URI.create(text.strip());
      boolean known = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
      String info = uri.getRawUserInfo();
      String path = uri.getRawPath() == null ? "" : uri.getRawPath();
      if (!known || uri.getHost() == null || info == null || path.length() < 2) {
        throw wrong();
      }
      String[] pair = info.split(":", 2);
      return new Dsn(
          uri.getHost(),
          uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
          decoded(path.substring(1)),
          decoded(pair[0]),
          pair.length > 1 ? decoded(pair[1]) : "",
          sslMode(uri.getRawQuery()));
    } catch (IllegalArgumentException e) {
      throw wrong(); // Its message would show the password.
    }
  }

  private static String sslMode(String query) {
    Matcher found = SSL_MODE.matcher(query == null ? "" : query);
    String mode = found.find() ? found.group(1) : "require";
    if (!SSL_MODES.contains(mode)) {
      throw wrong();
    }
    return mode;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static ProviderFailure wrong() {
    return ProviderFailure.of(
        Kind.CONFIGURATION,
        "credentials.dsn must be postgresql://user:password@host:port/database");
  }

  String jdbcUrl() {
    String name = java.net.URLEncoder.encode(database, StandardCharsets.UTF_8);
    return "jdbc:postgresql://" + host + ":" + port + "/" + name;
  }

  @Override
  public String toString() {
    return "Dsn[" + host + "]";
  }
}
