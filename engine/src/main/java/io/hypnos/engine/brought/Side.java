package io.hypnos.engine.brought;

import org.jdbi.v3.core.HandleCallback;

/** Transactions, without confinement, in one of the databases that a tenant moves between. */
interface Side {
  <T> T run(HandleCallback<T, RuntimeException> work);
}
