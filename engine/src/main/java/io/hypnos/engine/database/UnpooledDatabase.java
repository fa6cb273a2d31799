package io.hypnos.engine.database;

import io.hypnos.engine.error.HypnosException;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.JdbiException;

/**
 * The database of a tenant as it answers now: every transaction connects anew, and nothing that
 * failed before, or fails here, keeps anybody from it.
 */
public final class UnpooledDatabase {
  private static final String NAME = "The tenant's own database";

  private final Transactions transactions;

  public UnpooledDatabase(DataSource source) {
    this.transactions = new Transactions(NAME, source);
  }

  /** Without confinement: the database holds no other tenant. */
  public <T> T asSystem(HandleCallback<T, RuntimeException> work) {
    try {
      return transactions.runApart(work);
    } catch (JdbiException e) {
      if (Transactions.isAboutWork(e)) {
        throw e;
      }
      throw HypnosException.unavailable(NAME, e);
    }
  }
}
