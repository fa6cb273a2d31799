package io.hypnos.engine.database;

import io.hypnos.engine.error.HypnosException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/** Transactions of one role in one database. */
final class Transactions {
  /** One of two that wait for each other is let go; it may come again. */
  private static final String DEADLOCK = "40P01";

  /**
   * Data, a constraint, transactions that hinder each other, a statement that asks too much, a lock
   * that was waited for too long, a statement that took too long or was cancelled.
   */
  private static final List<String> ABOUT_WORK = List.of("22", "23", "40", "54", "55P03", "57014");

  private static final String CONFINED = "SELECT set_config('hypnos.tenant', :tenant, true)";

  /**
   * Whether the rows of the tenant have left this database. The look waits for a switch that is
   * about to be made, since it locks the table until the transaction ends.
   */
  private static final String DEPARTED =
      """
      EXISTS (
        SELECT 1
        FROM tenant_departed
        WHERE tenant_id = :tenant::uuid AND (until IS NULL OR until > clock_timestamp()))
      """;

  private static final String HERE = "SELECT " + DEPARTED;

  /** Confines first, for without that the look would see nothing. */
  private static final String CONFINED_HERE =
      """
      SELECT CASE WHEN set_config('hypnos.tenant', :tenant, true) IS NOT NULL THEN %s END
      """
          .formatted(DEPARTED);

  private static final String RELAXED_HERE =
      CONFINED_HERE.replace(
          "IS NOT NULL",
          "IS NOT NULL AND set_config('synchronous_commit', 'off', true) IS NOT NULL");

  private final String name;
  private final Jdbi jdbi;

  /**
   * @param name as failures call the database
   */
  Transactions(String name, DataSource pool) {
    this.name = name;
    this.jdbi = jdbi(pool);
  }

  private static Jdbi jdbi(DataSource pool) {
    Jdbi jdbi =
        Jdbi.create(pool)
            .registerArrayType(String.class, "text")
            .registerArrayType(Long.class, "bigint")
            .registerArrayType(Integer.class, "integer")
            .registerArrayType(Double.class, "float8")
            .registerArrayType(UUID.class, "uuid");
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi.registerArgument(new UuidArgument());
  }

  <T> T run(HandleCallback<T, RuntimeException> work) {
    return translating(() -> jdbi.inTransaction(work));
  }

  /** A single statement, which needs no beginning and no end. */
  <T> T one(HandleCallback<T, RuntimeException> statement) {
    return translating(() -> jdbi.withHandle(statement));
  }

  /** Like {@link #run}, but never within a transaction that this thread is in already. */
  <T> T runApart(HandleCallback<T, RuntimeException> work) {
    return translating(
        () -> {
          try (Handle handle = jdbi.open()) {
            return handle.inTransaction(work);
          }
        });
  }

  /** {@link DepartedException} before the work when the rows of the tenant are gone. */
  <T> T runHere(UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return here(HERE, tenantId, work);
  }

  /** Confined to the tenant, whose rows may lie elsewhere too. */
  <T> T confined(UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return run(
        handle -> {
          handle
              .createQuery(CONFINED)
              .bind("tenant", tenantId.toString())
              .mapTo(String.class)
              .one();
          return work.withHandle(handle);
        });
  }

  /** Confined to the tenant; {@link DepartedException} before the work when its rows are gone. */
  <T> T confinedHere(UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return here(CONFINED_HERE, tenantId, work);
  }

  /** Like {@link #confinedHere}, but the commit does not wait for the disk. */
  <T> T relaxedHere(UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return here(RELAXED_HERE, tenantId, work);
  }

  private <T> T here(String look, UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return run(
        handle -> {
          requireHere(handle, look, tenantId);
          return work.withHandle(handle);
        });
  }

  private static void requireHere(Handle handle, String look, UUID tenantId) {
    boolean departed =
        handle.createQuery(look).bind("tenant", tenantId.toString()).mapTo(boolean.class).one();
    if (departed) {
      throw new DepartedException();
    }
  }

  private <T> T translating(Supplier<T> work) {
    try {
      return work.get();
    } catch (JdbiException e) {
      if (isOutage(e)) {
        throw HypnosException.unavailable(name, e);
      }
      throw e;
    }
  }

  /** Whether the server cannot be reached; not when only too many want it at once. */
  static boolean isUnreachable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return cause.getCause() != null;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P");
      }
    }
    return false;
  }

  /**
   * Whether the failure lies in what was done, or in two who hindered each other: the database
   * itself is well.
   */
  static boolean isAboutWork(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        return ABOUT_WORK.stream().anyMatch(state::startsWith);
      }
    }
    return true;
  }

  private static boolean isOutage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectionException
          || cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        // 08: connection; 57P: the server is stopping or starting; 53: out of resources.
        String state = sql.getSQLState();
        return state.startsWith("08")
            || state.startsWith("57P")
            || state.startsWith("53")
            || state.equals(DEADLOCK);
      }
    }
    return false;
  }
}
