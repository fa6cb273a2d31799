package io.hypnos.connectors.postgres;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code postgresql://user:password@host:port/database?sslmode=…}. Only a few parameters are taken:
 * others of the driver name classes to load and files to write.
 *
 * @param host as it is written, an IPv6 address with brackets
 */
record Dsn(
    String host,
    int port,
    String database,
    String user,
    String password,
    SslMode sslMode,
    Optional<String> channelBinding) {

  /** How the line is protected; the names are those of PostgreSQL. */
  enum SslMode {
    DISABLE("disable"),
    /** Encrypted, to whoever answers. */
    REQUIRE("require"),
    VERIFY_CA("verify-ca"),
    VERIFY_FULL("verify-full");

    private final String word;

    SslMode(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private static final Pattern FORM =
      Pattern.compile(
          "postgres(?:ql)?://([^:@/?#\\s]+):([^:@/?#\\s]+)@"
              + "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_][A-Za-z0-9._-]*)(?::([0-9]{1,5}))?"
              + "/([^/?#\\s]+)(?:\\?([^#\\s]*))?");

  private static final Set<String> IGNORED = Set.of("application_name", "connect_timeout");
  private static final Set<String> BINDINGS = Set.of("disable", "prefer", "require");
  private static final int USUAL_PORT = 5432;

  static Dsn parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw wrong(
          "must be postgresql://user:password@host:port/database, with other characters than"
              + " letters and digits percent-encoded");
    }
    Map<String, String> parameters = parameters(form.group(6));
    return new Dsn(
        form.group(3),
        port(form.group(4)),
        decoded(form.group(5)),
        decoded(form.group(1)),
        decoded(form.group(2)),
        sslMode(parameters.getOrDefault("sslmode", SslMode.VERIFY_FULL.word())),
        channelBinding(parameters));
  }

  private static int port(String text) {
    int port = text == null ? USUAL_PORT : Integer.parseInt(text);
    if (port < 1 || port > 65_535) {
      throw wrong("names a port that there is not");
    }
    return port;
  }

  /** Names are not told in the message: behind a stray question mark they are half a password. */
  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      boolean known =
          parts[0].equals("sslmode")
              || parts[0].equals("channel_binding")
              || IGNORED.contains(parts[0]);
      if (!known || parts.length < 2 || parameters.put(parts[0], decoded(parts[1])) != null) {
        throw wrong(
            "takes the parameters sslmode, channel_binding, application_name and connect_timeout"
                + " only, each once");
      }
    }
    return parameters;
  }

  private static SslMode sslMode(String word) {
    for (SslMode mode : SslMode.values()) {
      if (mode.word().equals(word)) {
        return mode;
      }
    }
    throw wrong("must name sslmode verify-full (the default), verify-ca, require or disable");
  }

  private static Optional<String> channelBinding(Map<String, String> parameters) {
    Optional<String> word = Optional.ofNullable(parameters.get("channel_binding"));
    if (word.isPresent() && !BINDINGS.contains(word.get())) {
      throw wrong("must name channel_binding disable, prefer or require");
    }
    return word;
  }

  private static String decoded(String text) {
    try {
      String plain = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      if (plain.indexOf('\0') < 0) {
        return plain;
      }
    } catch (IllegalArgumentException e) {
      // Its message would show the password.
    }
    throw wrong("holds a percent sign that encodes nothing");
  }

  private static ProviderFailure wrong(String what) {
    return ProviderFailure.of(Kind.CONFIGURATION, "credentials.dsn " + what);
  }

  String jdbcUrl() {
    String name = URLEncoder.encode(database, StandardCharsets.UTF_8);
    return "jdbc:postgresql://" + host + ":" + port + "/" + name;
  }

  @Override
  public String toString() {
    return "Dsn[" + host + "]";
  }
}
