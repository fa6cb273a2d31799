package io.hypnos.engine.sleep;

import io.hypnos.engine.database.Database;

/** How much there is to do. */
final class RunSizes {
  private final Database database;
  private final RunStore store;

  RunSizes(Database database, RunStore store) {
    this.database = database;
    this.store = store;
  }

  long live(Run run) {
    return database.inTenant(
        run.tenantId(), handle -> store.live(handle, run.tenantId(), run.space()));
  }
}
