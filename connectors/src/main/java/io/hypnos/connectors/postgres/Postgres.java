package io.hypnos.connectors.postgres;

import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;

/** Rows of any table or query of a PostgreSQL database, by a column that rises. */
public final class Postgres implements Provider {
  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public int callsPerMinute() {
    return 6_000;
  }

  @Override
  public Source open(Setup setup) {
    RowPlan plan = RowPlan.of(setup);
    Doorway doorway = Doorway.of(setup);
    return new PostgresRows(
        new RowReader(ReadOnlyDatabase.of(doorway.open(), plan.superuserAllowed()), plan));
  }
}
