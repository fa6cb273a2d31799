package io.hypnos.engine.brought;

import io.hypnos.engine.database.UnpooledDatabase;
import io.hypnos.engine.error.HypnosException;
import java.sql.SQLException;
import java.util.concurrent.Future;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.HandleCallback;

/**
 * The way to a tenant's database for the length of a move, apart from the connections that its
 * calls share: it leads to the same database until it is closed, what fails on it counts against
 * nobody, and it is cut off in time however slowly the server answers.
 */
final class Passage implements Side, AutoCloseable {
  private final UnpooledDatabase database;
  private final Future<?> end;

  /**
   * @param end cuts the source off when the time is over
   */
  Passage(PinnedSource source, Future<?> end) {
    this.database = new UnpooledDatabase(source);
    this.end = end;
  }

  @Override
  public <T> T run(HandleCallback<T, RuntimeException> work) {
    return database.asSystem(work);
  }

  /**
   * Whether there was nothing to connect to: no server, no such database, or not for this user. One
   * that is there and refuses is not gone.
   */
  static boolean isGone(HypnosException failure) {
    boolean connecting = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      connecting |= cause instanceof ConnectionException;
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return connecting && isOfNoDatabase(sql.getSQLState());
      }
    }
    return false;
  }

  private static boolean isOfNoDatabase(String state) {
    return state.startsWith("08") || state.startsWith("28") || state.equals("3D000");
  }

  @Override
  public void close() {
    end.cancel(false);
  }
}
