package io.hypnos.schemas.database;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
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

  /**
   * Brings the database that one tenant brought to the newest schema, in a schema of its own beside
   * whatever else lies there. Its user can create no roles and needs none: what the roles of the
   * operator's database may do is granted to that user, who owns the tables.
   *
   * @param source connects as the one user that is known there
   * @return number of migrations that ran
   * @throws IllegalStateException when one cannot run
   */
  public static int migrateBrought(DataSource source, String schema) {
    try {
      MigrateResult result =
          Flyway.configure()
              .dataSource(source)
              .locations("classpath:db/migration")
              .schemas(schema)
              .placeholders(Map.of("app", "CURRENT_USER", "system", "CURRENT_USER"))
              .load()
              .migrate();
      return result.migrationsExecuted;
    } catch (FlywayException e) {
      throw new IllegalStateException("the schema cannot be migrated", e);
    }
  }
}
