package io.hypnos.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The second net: what the database shows when a statement forgets its tenant. */
final class RowLevelSecurityIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private TenancyParts parts;
  private Tenant mine;
  private Tenant theirs;

  @BeforeEach
  void fill() {
    parts = new TenancyParts(STACK.settings());
    mine = parts.tenant();
    theirs = parts.tenant();
    PurgeFixture.fill(parts, mine, 3);
    PurgeFixture.fill(parts, theirs, 3);
    leaveAMark(mine);
    leaveAMark(theirs);
  }

  /** Of a move that came to nothing, so that the rows of the tenant are still here. */
  private void leaveAMark(Tenant tenant) {
    parts.database.asSystem(
        handle ->
            handle.execute(
                "INSERT INTO tenant_departed (tenant_id, until) VALUES (?, now() - interval '1"
                    + " day')",
                tenant.id()));
  }

  @AfterEach
  void close() {
    parts.close();
  }

  @Test
  void aSelectWithoutAnyConditionShowsRowsOfOneTenantInEveryTable() {
    List<String> tables = tablesOfTheApp();
    assertThat(tables).containsAll(TenantTables.ALL).contains("tenant");

    for (String table : tables) {
      // Exactly: a table of which the fixture knows nothing would prove nothing.
      assertThat(tenantsSeen(table)).as(table).containsExactly(mine.id());
    }
  }

  @Test
  void everyTableOfTenantsHasASecondNet() {
    List<String> withNet =
        parts.database.asSystem(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT c.relname
                        FROM pg_class c
                        JOIN pg_policies p ON p.tablename = c.relname AND p.schemaname = 'public'
                        WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity
                          AND p.policyname = 'own_tenant'
                          AND p.qual = '(tenant_id = current_tenant())'
                          AND (p.cmd IN ('ALL', 'SELECT'))
                        """)
                    .mapTo(String.class)
                    .list());

    assertThat(withNet).containsAll(tablesOfTheApp());
  }

  @Test
  void changesWithoutAnyConditionReachNoOtherTenant() {
    int before = PurgeFixture.rowsOf(parts, theirs.id());

    int deleted =
        parts.database.inTenant(
            mine.id(),
            handle -> {
              int rows = 0;
              for (String table : TenantTables.ALL) {
                if (mayDelete(handle, table)) {
                  rows += handle.execute("DELETE FROM " + table);
                }
              }
              return rows;
            });

    assertThat(deleted).isPositive();
    assertThat(PurgeFixture.rowsOf(parts, theirs.id())).isEqualTo(before);
  }

  @Test
  void rowsOfAnotherTenantCannotBeWritten() {
    int written =
        parts.database.inTenant(
            mine.id(),
            handle ->
                handle.execute(
                    "UPDATE memory SET content = 'changed' WHERE tenant_id = ?", theirs.id()));

    assertThat(written).isZero();
    assertThatThrownBy(
            () ->
                parts.database.inTenant(
                    mine.id(),
                    handle ->
                        handle.execute(
                            """
                            INSERT INTO space (tenant_id, space, created_at, updated_at)
                            VALUES (?, 'planted', now(), now())
                            """,
                            theirs.id())))
        .hasMessageContaining("row-level security");
  }

  private List<UUID> tenantsSeen(String table) {
    return parts.database.inTenant(
        mine.id(),
        handle ->
            handle.createQuery("SELECT DISTINCT tenant_id FROM " + table).mapTo(UUID.class).list());
  }

  /** Every table with a tenant that the role of requests may read at all. */
  private List<String> tablesOfTheApp() {
    List<String> all = PurgeFixture.tablesOfTenants(parts);
    return parts.database.inTenant(
        mine.id(),
        handle ->
            all.stream()
                .filter(
                    table ->
                        handle
                            .createQuery("SELECT has_table_privilege(:table, 'SELECT')")
                            .bind("table", table)
                            .mapTo(Boolean.class)
                            .one())
                .toList());
  }

  private static boolean mayDelete(Handle handle, String table) {
    return handle
        .createQuery("SELECT has_table_privilege(:table, 'DELETE')")
        .bind("table", table)
        .mapTo(Boolean.class)
        .one();
  }
}
