package io.hypnos.local.stack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.DatabaseSettings;
import io.hypnos.settings.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresRolesIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final UUID ONE = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-000000000002");

  @BeforeAll
  static void twoTenantsWithASpaceEach() throws SQLException {
    try (Connection system = asSystem();
        Statement statement = system.createStatement()) {
      for (UUID tenant : new UUID[] {ONE, OTHER}) {
        statement.execute(
            "INSERT INTO tenant (tenant_id, name, plan, created_at) VALUES ('%s', '%s', 'team', now())"
                .formatted(tenant, tenant));
        statement.execute(
            "INSERT INTO space (tenant_id, space, created_at, updated_at) VALUES ('%s', 'notes', now(), now())"
                .formatted(tenant));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tenant", "api_key", "space", "memory", "outbox", "audit", "batch", "batch_item"})
  void theAppRoleSeesNoRowsWithoutATenant(String table) throws SQLException {
    try (Connection app = asApp()) {
      assertThat(count(app, "SELECT count(*) FROM " + table)).isZero();
    }
  }

  @Test
  void theAppRoleSeesTheRowsOfItsTenantOnly() throws SQLException {
    try (Connection app = asApp()) {
      confine(app, ONE);

      assertThat(count(app, "SELECT count(*) FROM space")).isEqualTo(1);
      assertThat(count(app, "SELECT count(*) FROM space WHERE tenant_id = '" + OTHER + "'"))
          .isZero();
    }
  }

  @Test
  void theAppRoleCannotWriteForAnotherTenant() throws SQLException {
    try (Connection app = asApp()) {
      confine(app, ONE);

      assertRefused(
          app,
          "INSERT INTO space (tenant_id, space, created_at, updated_at)"
              + " VALUES ('%s', 'stolen', now(), now())".formatted(OTHER),
          "row-level security");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE memory DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE memory OWNER TO hypnos_app",
        "DROP POLICY own_tenant ON memory",
        "CREATE TABLE mine (number integer)",
        "SET ROLE hypnos_owner",
        "SET ROLE hypnos_system",
        "ALTER ROLE hypnos_app BYPASSRLS"
      })
  void theAppRoleCannotWidenItsRights(String statement) throws SQLException {
    try (Connection app = asApp()) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> execute(app, statement))
          .satisfies(problem -> assertThat(problem.getSQLState()).isEqualTo("42501"));
    }
  }

  @Test
  void switchingRowSecurityOffShowsNothing() throws SQLException {
    try (Connection app = asApp()) {
      execute(app, "SET row_security = off");

      assertRefused(app, "SELECT count(*) FROM memory", "row-level security");
    }
  }

  @Test
  void theAppAndSystemRolesOwnNothing() throws SQLException {
    try (Connection app = asApp()) {
      assertThat(
              count(
                  app,
                  "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) IN"
                      + " ('hypnos_app', 'hypnos_system')"))
          .isZero();
      assertThat(
              count(
                  app,
                  "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'hypnos%'"
                      + " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)"))
          .isZero();
    }
  }

  @Test
  void theSystemRoleSeesAllTenants() throws SQLException {
    try (Connection system = asSystem()) {
      assertThat(count(system, "SELECT count(*) FROM space WHERE space = 'notes'")).isEqualTo(2);
    }
  }

  @Test
  void acknowledgedWritesAreOnDisk() throws SQLException {
    try (Connection app = asApp()) {
      assertThat(text(app, "SHOW fsync")).isEqualTo("on");
      assertThat(text(app, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(text(app, "SHOW full_page_writes")).isEqualTo("on");
      assertThat(text(app, "SHOW data_checksums")).isEqualTo("on");
      assertThat(text(app, "SHOW server_encoding")).isEqualTo("UTF8");
    }
  }

  private static void confine(Connection app, UUID tenant) throws SQLException {
    app.setAutoCommit(false);
    execute(app, "SET LOCAL hypnos.tenant = '" + tenant + "'");
  }

  private static void assertRefused(Connection connection, String statement, String reason) {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> execute(connection, statement))
        .withMessageContaining(reason);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(Connection connection, String query) throws SQLException {
    return Integer.parseInt(text(connection, query));
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  private static Connection asApp() throws SQLException {
    DatabaseSettings database = STACK.settings().database();
    return connect(database.appUser(), database.appPassword());
  }

  private static Connection asSystem() throws SQLException {
    DatabaseSettings database = STACK.settings().database();
    return connect(database.systemUser(), database.systemPassword());
  }

  private static Connection connect(String user, Secret password) throws SQLException {
    return DriverManager.getConnection(
        STACK.settings().database().jdbcUrl(), user, password.reveal());
  }
}
