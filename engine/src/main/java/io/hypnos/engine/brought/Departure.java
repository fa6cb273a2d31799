package io.hypnos.engine.brought;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.resilience.Sleeper;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a tenant out of the database that its rows leave: first for a while, so that they lie still
 * while they are copied, then for good. Whoever does it may die: then the while ends.
 */
final class Departure {
  private static final Logger LOG = LoggerFactory.getLogger(Departure.class);
  private static final int TRIES = 25;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String LOCK_TIMEOUT = "55P03";

  /** Short, because all other tenants of the database wait behind it. */
  private static final String PATIENCE = "SET LOCAL lock_timeout = '200ms'";

  /** Granted once no transaction is left that has looked before; those behind it see the mark. */
  private static final String WAIT = "LOCK TABLE tenant_departed IN ACCESS EXCLUSIVE MODE";

  private static final String MARK =
      """
      INSERT INTO tenant_departed (tenant_id, until)
      VALUES (:tenant, clock_timestamp() + :seconds * interval '1 second')
      ON CONFLICT (tenant_id) DO UPDATE
      SET until = excluded.until
      """;

  private static final String KEEP =
      """
      UPDATE tenant_departed
      SET until = NULL
      WHERE tenant_id = :tenant AND until > clock_timestamp() + interval '2 seconds'
      """;

  private static final String IN_TIME =
      """
      SELECT EXISTS (
        SELECT 1
        FROM tenant_departed
        WHERE tenant_id = :tenant AND until > clock_timestamp() + interval '2 seconds')
      """;

  private static final String LEAVE =
      """
      INSERT INTO tenant_departed (tenant_id)
      VALUES (:tenant)
      ON CONFLICT (tenant_id) DO UPDATE
      SET until = NULL
      """;

  private static final String RETURN = "DELETE FROM tenant_departed WHERE tenant_id = :tenant";

  /** Not when it left for good after all: who lost the connection at the end cannot know. */
  private static final String CANCEL = RETURN + " AND until IS NOT NULL";

  private final Side side;
  private final UUID tenantId;

  private Departure(Side side, UUID tenantId) {
    this.side = side;
    this.tenantId = tenantId;
  }

  /** Begins: no transaction of the tenant is under way there any more, and none begins. */
  static Departure begin(Side side, UUID tenantId, Duration longest) {
    for (int tried = 1; tried <= TRIES; tried++) {
      if (marked(side, tenantId, longest)) {
        return new Departure(side, tenantId);
      }
      pause();
    }
    throw new HypnosException(
        ErrorCode.UNAVAILABLE, "too much is under way to move the rows; try again later");
  }

  private static boolean marked(Side side, UUID tenantId, Duration longest) {
    try {
      return side.run(
          handle -> {
            handle.execute(PATIENCE);
            handle.execute(WAIT);
            return handle
                    .createUpdate(MARK)
                    .bind("tenant", tenantId)
                    .bind("seconds", longest.toSeconds())
                    .execute()
                > 0;
          });
    } catch (JdbiException e) {
      if (isLockTimeout(e)) {
        LOG.debug("transactions are under way; the move waits", e);
        return false;
      }
      throw e;
    }
  }

  private static boolean isLockTimeout(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && LOCK_TIMEOUT.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static void pause() {
    try {
      Sleeper.THREAD.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HypnosException(ErrorCode.UNAVAILABLE, "the server is stopping", e);
    }
  }

  /** For good, when the transaction commits; fails when the while is nearly over. */
  void keep(Handle handle) {
    if (handle.createUpdate(KEEP).bind("tenant", tenantId).execute() == 0) {
      throw overdue();
    }
  }

  /** Fails when the while is nearly over. */
  void requireTime(Handle handle) {
    if (!handle.createQuery(IN_TIME).bind("tenant", tenantId).mapTo(boolean.class).one()) {
      throw overdue();
    }
  }

  private static HypnosException overdue() {
    return new HypnosException(
        ErrorCode.UNAVAILABLE, "moving the rows takes too long; nothing was changed");
  }

  /** Lets the tenant in again, since it did not leave; else the end of the while does. */
  void cancel() {
    try {
      side.run(handle -> handle.createUpdate(CANCEL).bind("tenant", tenantId).execute());
    } catch (HypnosException | JdbiException e) {
      LOG.warn("the rows of tenant {} can be reached again when the move is overdue", tenantId, e);
    }
  }

  /** Says that the database keeps rows of the tenant. */
  static int letIn(Handle handle, UUID tenantId) {
    return handle.createUpdate(RETURN).bind("tenant", tenantId).execute();
  }

  /** Says that the database keeps no rows of the tenant any more. */
  static int leave(Handle handle, UUID tenantId) {
    return handle.createUpdate(LEAVE).bind("tenant", tenantId).execute();
  }
}
