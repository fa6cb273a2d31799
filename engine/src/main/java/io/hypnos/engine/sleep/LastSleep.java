package io.hypnos.engine.sleep;

import io.hypnos.engine.database.Database;

/** Whether a space is as the same run has left it. */
final class LastSleep {
  private static final String LEFT_IT =
      """
      SELECT count(*)
      FROM run
      WHERE tenant_id = :tenant AND space = :space AND state = 'done' AND NOT dry
        AND space_version = :version AND phases = :phases AND parameters = :parameters::jsonb
      """;

  private final Database database;

  LastSleep(Database database) {
    this.database = database;
  }

  boolean leftIt(Run run, Cut cut) {
    return database.inTenant(
            run.tenantId(),
            handle ->
                handle
                    .createQuery(LEFT_IT)
                    .bind("tenant", run.tenantId())
                    .bind("space", run.space())
                    .bind("version", cut.spaceVersion())
                    .bind(
                        "phases",
                        run.phases().stream().sorted().map(Phase::text).toArray(String[]::new))
                    .bind("parameters", RunJson.write(run.parameters()))
                    .mapTo(Long.class)
                    .one())
        > 0;
  }
}
