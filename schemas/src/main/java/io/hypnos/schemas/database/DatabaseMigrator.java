package io.hypnos.schemas.database;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/** Brings the database to the newest schema, as the owner of the tables. */
public final class DatabaseMigrator {
  private DatabaseMigrator() {}

  /**
   * @param appRole role that serves requests under row-level security; must exist
   * @param systemRole role of upkeep, which sees all tenants; must exist
   * @return number of migrations that ran
   */
  public static int migrate(
      String jdbcUrl, String owner, String password, String appRole, String systemRole) {
    MigrateResult result =
        Flyway.configure()
            .dataSource(jdbcUrl, owner, password)
            .locations("classpath:db/migration")
            .placeholders(Map.of("app", appRole, "system", systemRole))
            .load()
            .migrate();
    return result.migrationsExecuted;
  }
}
