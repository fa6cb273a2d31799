package io.hypnos.engine.brought;

import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.outgoing.UrlGuard;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;

/**
 * Connections to the database of a tenant for as long as it is kept: the name is resolved and
 * judged anew for each, so that one which turns to a forbidden address later gains nothing. They
 * can be cut off: the patience is with each read, and a server may answer letter by letter.
 */
final class PinnedSource implements DataSource {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(PinnedSource.class);

  /** A connection that could not be made, as the standard numbers failures. */
  private static final String NO_CONNECTION = "08001";

  /** Not that there is nothing to connect to. */
  private static final String CANCELLED = "57014";

  private final UUID tenantId;
  private final Supplier<Dsn> dsn;
  private final UrlGuard guard;
  private final Duration patience;
  private final Set<Connection> made =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private volatile boolean over;

  PinnedSource(UUID tenantId, Supplier<Dsn> dsn, UrlGuard guard, Duration patience) {
    this.tenantId = tenantId;
    this.dsn = dsn;
    this.guard = guard;
    this.patience = patience;
  }

  @Override
  public Connection getConnection() throws SQLException {
    requireTime();
    DataSource source;
    try {
      Dsn known = dsn.get();
      source = BroughtSource.of(known, guard.resolve(known.host()).get(0), patience);
    } catch (HypnosException e) {
      throw new SQLException(e.getMessage(), NO_CONNECTION, e);
    }
    Connection connection = source.getConnection();
    made.add(connection);
    if (over) {
      connection.abort(PinnedSource::apart);
    }
    requireTime();
    return TenantOnly.connection(connection, tenantId);
  }

  private void requireTime() throws SQLException {
    if (over) {
      throw new SQLException("it takes too long", CANCELLED);
    }
  }

  /** Ends all connections, whatever they are doing, and makes no more. */
  void cut() {
    over = true;
    List<Connection> all;
    synchronized (made) {
      all = List.copyOf(made);
    }
    for (Connection each : all) {
      try {
        each.abort(PinnedSource::apart);
      } catch (SQLException e) {
        LOG.warn("a connection to the database of tenant {} cannot be cut off", tenantId, e);
      }
    }
  }

  /** Closing a socket may wait for who is writing to it. */
  private static void apart(Runnable work) {
    Thread thread = new Thread(work, "hypnos-cut-off");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the user is the one of the tenant");
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("nothing is written");
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // The pool wishes for one; each connection has a fixed one.
  }

  @Override
  public int getLoginTimeout() {
    return 1; // For so long a pool that is closed waits for connections that are being made.
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("nothing is logged");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException("nothing is wrapped");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
