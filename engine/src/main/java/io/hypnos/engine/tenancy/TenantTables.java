package io.hypnos.engine.tenancy;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Removes the rows of a tenant from every table that holds some. */
final class TenantTables {
  /** Every table with rows of tenants, those that refer to others first. */
  static final List<String> ALL =
      List.of(
          "oauth_state",
          "connection_run",
          "connection_record",
          "connection",
          "parked_report",
          "batch_item",
          "batch",
          "run_cluster",
          "run_change",
          "run",
          "memory_read_mark",
          "job",
          "outbox",
          "unpublished_change",
          "webhook_delivery",
          "webhook",
          "idempotency_key",
          "audit_head",
          "attachment",
          "blob_removal",
          "triple",
          "task",
          "memory_edge",
          "memory_branch",
          "memory_version",
          "concept_edge",
          "concept",
          "memory",
          "space_grant",
          "space",
          "tenant_endpoint",
          "secret",
          "llm_spend",
          "llm_cap",
          "source_record",
          "space_intake",
          "quarantine",
          "mailbox",
          "tenant_email",
          "reveal_token",
          "outgoing_mail",
          "audit",
          "room_invite",
          "room_member",
          "room",
          "tenant_departed",
          "api_key");

  private static final String DELETE_SOME =
      """
      DELETE FROM %1$s
      WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE tenant_id = :tenant LIMIT :most))
      """;

  private static final String LOCK_TENANT =
      """
      SELECT tenant_id
      FROM tenant
      WHERE tenant_id = :tenant
      FOR UPDATE
      """;

  private static final String DELETE_TENANT =
      """
      DELETE FROM tenant
      WHERE tenant_id = :tenant
      """;

  /** What an own database holds that is of no tenant. */
  private static final List<String> OF_NOBODY = List.of("search_incarnation", "index_rebuild");

  private TenantTables() {}

  /** Deletes some rows and says how many; 0 means that none are left. */
  static int deleteSome(Handle handle, UUID tenantId, int most) {
    for (String table : ALL) {
      int deleted =
          handle
              .createUpdate(DELETE_SOME.formatted(table))
              .bind("tenant", tenantId)
              .bind("most", most)
              .execute();
      if (deleted > 0) {
        return deleted;
      }
    }
    return 0;
  }

  /**
   * Deletes the tenant itself with what a transaction that was still running has left behind. From
   * the lock on nobody can add a row that refers to the tenant.
   */
  static int deleteTenant(Handle handle, UUID tenantId) {
    handle.createQuery(LOCK_TENANT).bind("tenant", tenantId).mapTo(UUID.class).findOne();
    int rows = 0;
    int deleted;
    do {
      deleted = deleteSome(handle, tenantId, Integer.MAX_VALUE);
      rows += deleted;
    } while (deleted > 0);
    return rows + handle.createUpdate(DELETE_TENANT).bind("tenant", tenantId).execute();
  }

  /** The same in the tenant's own database, which holds no row of the schema from then on. */
  static int deleteOwn(Handle handle, UUID tenantId) {
    int rows = deleteTenant(handle, tenantId);
    OF_NOBODY.forEach(table -> handle.execute("DELETE FROM " + table));
    return rows;
  }
}
