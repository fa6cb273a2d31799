package io.hypnos.engine.brought;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.schemas.database.DatabaseMigrator;
import java.sql.Timestamp;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/** The tables in a database that a tenant brought. It belongs to one tenant for good. */
final class BroughtSchema {
  /** Where all of ours lies, beside whatever else the database holds. */
  static final String NAME = "hypnos";

  private static final int OLDEST_VERSION = 150_000;

  private static final String LOOK =
      """
      SELECT current_setting('server_version_num')::int AS number,
             current_setting('server_version') AS version,
             current_setting('server_encoding') AS encoding,
             pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS read_only,
             to_regnamespace('hypnos') IS NOT NULL
               OR has_database_privilege(current_database(), 'CREATE') AS creatable,
             to_regclass('hypnos.tenant') IS NOT NULL AS migrated
      """;

  private static final String IS_ANOTHERS =
      "SELECT EXISTS (SELECT FROM hypnos.tenant WHERE tenant_id <> :tenant::uuid)";

  private static final String LOCK = "LOCK TABLE hypnos.tenant IN SHARE ROW EXCLUSIVE MODE";

  private static final String CLAIM =
      """
      INSERT INTO hypnos.tenant (tenant_id, name, plan, admin, state, created_at)
      VALUES (:tenant::uuid, :name, :plan, :admin, 'active', :created)
      ON CONFLICT (tenant_id) DO UPDATE
      SET name = excluded.name, plan = excluded.plan, admin = excluded.admin
      """;

  private static final String REFERS_TO_KEYS =
      """
      SELECT EXISTS (
        SELECT 1
        FROM pg_constraint
        WHERE conrelid = 'hypnos.space_grant'::regclass AND conname = 'space_grant_key_id_fkey')
      """;

  private static final String FORGET_KEYS =
      "ALTER TABLE hypnos.space_grant DROP CONSTRAINT IF EXISTS space_grant_key_id_fkey";

  private static final String CONFINE = "SELECT set_config('hypnos.tenant', :tenant, true)";

  private static final String TRY_TO_WRITE =
      """
      INSERT INTO hypnos.tenant_endpoint (tenant_id, kind, settings, verified_at)
      VALUES (hypnos.current_tenant(), 'self_test', '{}', now())
      """;

  private static final String TRY_TO_FIND =
      """
      SELECT count(*)
      FROM hypnos.tenant_endpoint
      WHERE tenant_id = hypnos.current_tenant() AND kind = 'self_test'
      """;

  private static final String TRY_TO_DELETE =
      """
      DELETE FROM hypnos.tenant_endpoint
      WHERE tenant_id = hypnos.current_tenant() AND kind = 'self_test'
      """;

  private final DataSource source;
  private final Jdbi jdbi;

  BroughtSchema(DataSource source) {
    this.source = source;
    this.jdbi = Jdbi.create(source);
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
  }

  private record Look(
      int number,
      String version,
      String encoding,
      boolean readOnly,
      boolean creatable,
      boolean migrated) {}

  /** Changes nothing; says the version of the server, or fails with what is amiss. */
  String requireUsable(UUID tenantId) {
    return jdbi.inTransaction(
        handle -> {
          Look look = look(handle);
          if (look.number() < OLDEST_VERSION) {
            throw unusable("it must be PostgreSQL 15 or later");
          }
          if (!look.encoding().equals("UTF8")) {
            throw unusable("its encoding must be UTF8");
          }
          if (look.readOnly()) {
            throw unusable("it can only be read");
          }
          if (!look.creatable()) {
            throw unusable("its user may not create a schema in it");
          }
          if (look.migrated()) {
            requireOwn(handle, tenantId);
          }
          return look.version();
        });
  }

  private static Look look(Handle handle) {
    return handle
        .createQuery(LOOK)
        .map(
            (row, context) ->
                new Look(
                    row.getInt("number"),
                    row.getString("version"),
                    row.getString("encoding"),
                    row.getBoolean("read_only"),
                    row.getBoolean("creatable"),
                    row.getBoolean("migrated")))
        .one();
  }

  /** Two tenants in one database could not be kept apart, for both would come as its one user. */
  private static void requireOwn(Handle handle, UUID tenantId) {
    boolean anothers =
        handle
            .createQuery(IS_ANOTHERS)
            .bind("tenant", tenantId.toString())
            .mapTo(boolean.class)
            .one();
    if (anothers) {
      throw unusable("it belongs to another tenant");
    }
  }

  /** Makes or renews the tables. Those of the account stay empty, so nothing may refer to them. */
  void migrate() {
    DatabaseMigrator.migrateBrought(source, NAME);
    jdbi.<RuntimeException>useTransaction(
        handle -> {
          if (handle.createQuery(REFERS_TO_KEYS).mapTo(boolean.class).one()) {
            handle.execute(FORGET_KEYS);
          }
        });
  }

  /** Puts the row of the tenant there, which all its other rows refer to. */
  void claim(Tenant tenant) {
    jdbi.<RuntimeException>useTransaction(
        handle -> {
          handle.execute(LOCK);
          requireOwn(handle, tenant.id());
          handle
              .createUpdate(CLAIM)
              .bind("tenant", tenant.id().toString())
              .bind("name", tenant.name())
              .bind("plan", tenant.plan().name().toLowerCase(Locale.ROOT))
              .bind("admin", tenant.admin())
              .bind("created", Timestamp.from(tenant.createdAt()))
              .execute();
        });
  }

  /** Writes, finds and deletes a row as work of the tenant does, and leaves nothing behind. */
  void tryOut(UUID tenantId) {
    jdbi.<RuntimeException>useTransaction(
        handle -> {
          handle.createQuery(CONFINE).bind("tenant", tenantId.toString()).mapTo(String.class).one();
          int written = handle.execute(TRY_TO_WRITE);
          int found = handle.createQuery(TRY_TO_FIND).mapTo(int.class).one();
          int deleted = handle.execute(TRY_TO_DELETE);
          handle.rollback();
          if (written != 1 || found != 1 || deleted != 1) {
            throw unusable("it does not keep a row");
          }
        });
  }

  static HypnosException unusable(String why) {
    return unusable(why, null);
  }

  static HypnosException unusable(String why, Throwable cause) {
    return new HypnosException(ErrorCode.VALIDATION, "the database cannot be used: " + why, cause);
  }
}
