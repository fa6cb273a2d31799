package io.hypnos.engine.brought;

import io.hypnos.engine.outgoing.PinnedSockets;
import java.net.InetAddress;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/** How a database that a tenant brought is connected to: at the address that was checked. */
final class BroughtSource {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final String SCHEMA = "hypnos";
  private static final String VERIFYING = "verify-";

  private BroughtSource() {}

  /**
   * @param patience with each answer of the server
   */
  static DataSource of(Dsn dsn, InetAddress address, Duration patience) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {dsn.host()});
    source.setPortNumbers(new int[] {dsn.port()});
    source.setDatabaseName(dsn.database());
    source.setUser(dsn.user());
    source.setPassword(dsn.password().reveal());
    source.setSslMode(dsn.sslMode());
    if (dsn.sslMode().startsWith(VERIFYING)) {
      // The authorities that Java trusts; the driver's own way reads files of this machine's user.
      source.setSslfactory(DefaultJavaSSLFactory.class.getName());
    }
    source.setSocketFactory(PinnedSockets.class.getName());
    source.setSocketFactoryArg(address.getHostAddress());
    source.setConnectTimeout((int) CONNECT.toSeconds());
    source.setLoginTimeout((int) CONNECT.toSeconds());
    source.setSocketTimeout((int) patience.toSeconds());
    source.setCurrentSchema(SCHEMA);
    source.setTcpKeepAlive(true);
    source.setApplicationName("hypnos");
    // What a statement carried is memory text, which belongs into no log.
    source.setLogServerErrorDetail(false);
    return source;
  }
}
