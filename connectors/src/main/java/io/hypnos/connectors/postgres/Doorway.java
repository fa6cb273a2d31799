package io.hypnos.connectors.postgres;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.outgoing.PinnedSockets;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Leads to the database of a DSN: to an address that was checked, over a line that is verified. */
final class Doorway {
  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
  private static final String UNREACHABLE = "08001";

  private final Dsn dsn;
  private final List<InetAddress> addresses;
  private final Optional<String> authority;

  private Doorway(Dsn dsn, List<InetAddress> addresses, Optional<String> authority) {
    this.dsn = dsn;
    this.addresses = addresses;
    this.authority = authority;
  }

  static Doorway of(Setup setup) {
    Dsn dsn = Dsn.parse(setup.requiredCredential("dsn"));
    Optional<String> authority =
        Optional.ofNullable(setup.credentials().get("ca_certificate"))
            .map(String::strip)
            .filter(text -> !text.isEmpty());
    if (authority.isPresent() && !authority.get().startsWith(CERTIFICATE)) {
      throw ProviderFailure.of(
          Kind.CONFIGURATION, "credentials.ca_certificate must be a certificate in PEM form");
    }
    try {
      return new Doorway(dsn, setup.guard().resolve(dsn.host()), authority);
    } catch (HypnosException e) {
      String why = e.getMessage().replace("the host of the URL", "the host of the DSN");
      throw ProviderFailure.of(Kind.CONFIGURATION, why, e);
    }
  }

  Connection open() {
    SQLException problem = null;
    for (InetAddress address : addresses) {
      try {
        return prepared(new Driver().connect(dsn.jdbcUrl(), properties(address)));
      } catch (SQLException e) {
        problem = e;
        if (!UNREACHABLE.equals(e.getSQLState())) {
          break;
        }
      }
    }
    throw problem == null
        ? ProviderFailure.of(Kind.UNAVAILABLE, "the host of the DSN has no address")
        : SqlFailures.of(problem);
  }

  private Properties properties(InetAddress address) {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, dsn.user());
    PGProperty.PASSWORD.set(properties, dsn.password());
    PGProperty.SOCKET_FACTORY.set(properties, PinnedSockets.class.getName());
    PGProperty.SOCKET_FACTORY_ARG.set(properties, address.getHostAddress());
    PGProperty.CONNECT_TIMEOUT.set(properties, 10);
    PGProperty.LOGIN_TIMEOUT.set(properties, 20);
    PGProperty.SOCKET_TIMEOUT.set(properties, 120);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.APPLICATION_NAME.set(properties, "hypnos-connector");
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    PGProperty.MAX_RESULT_BUFFER.set(properties, "128M");
    // Poolers hand each transaction to another server.
    PGProperty.PREPARE_THRESHOLD.set(properties, 0);
    dsn.channelBinding().ifPresent(word -> PGProperty.CHANNEL_BINDING.set(properties, word));
    protect(properties);
    return properties;
  }

  /** The driver's usual factory reads keys of the user that runs this process; these do not. */
  private void protect(Properties properties) {
    PGProperty.SSL_MODE.set(properties, dsn.sslMode().word());
    switch (dsn.sslMode()) {
      case DISABLE -> PGProperty.REQUIRE_AUTH.set(properties, "!password");
      case REQUIRE ->
          PGProperty.SSL_FACTORY.set(properties, "org.postgresql.ssl.NonValidatingFactory");
      case VERIFY_CA, VERIFY_FULL -> {
        PGProperty.SSL_FACTORY.set(
            properties,
            authority.isPresent()
                ? "org.postgresql.ssl.SingleCertValidatingFactory"
                : "org.postgresql.ssl.DefaultJavaSSLFactory");
        authority.ifPresent(text -> PGProperty.SSL_FACTORY_ARG.set(properties, text));
      }
    }
  }

  /** The session is set to read; each transaction says so again, for a query could unset this. */
  private static Connection prepared(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
