package io.hypnos.engine.tenancy;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Rows of a tenant in every table, straight into the tables. */
final class PurgeFixture {
  private static final List<String> ROWS =
      List.of(
          """
          INSERT INTO space (tenant_id, space, created_at, updated_at)
          VALUES (:tenant, 'notes', now(), now())
          """,
          """
          INSERT INTO memory
            (tenant_id, memory_id, space, content, fingerprint, source, valid_from, recorded_at,
             updated_at, embedding, embedding_model)
          SELECT :tenant, gen_random_uuid(), 'notes', 'memory ' || n, sha256('x'), 'test', now(),
                 now(), now(), '', 'none'
          FROM generate_series(1, :memories) n
          """,
          """
          INSERT INTO outbox (tenant_id, memory_id, space, change, row_version, created_at)
          SELECT tenant_id, memory_id, space, 'created', 1, now()
          FROM memory
          WHERE tenant_id = :tenant
          """,
          """
          INSERT INTO unpublished_change
            (sequence, tenant_id, memory_id, space, change, row_version, created_at)
          SELECT sequence, tenant_id, memory_id, space, change, row_version, created_at
          FROM outbox
          WHERE tenant_id = :tenant
          """,
          """
          INSERT INTO webhook (tenant_id, webhook_id, url, host, events, format, created_at)
          VALUES (:tenant, :batch, 'http://x/', 'x', '{memory.created}', 'hypnos', now())
          """,
          """
          INSERT INTO webhook_delivery
            (tenant_id, delivery_id, webhook_id, host, format, event_id, event, subject_id, subject,
             occurred_at, state, scheduled_at, created_at, ended_at)
          VALUES (:tenant, gen_random_uuid(), :batch, 'x', 'hypnos', gen_random_uuid(),
                  'memory.created', 'm', '{}', now(), 'succeeded', now(), now(), now())
          """,
          """
          INSERT INTO idempotency_key
            (tenant_id, caller, operation, key, digest, token, lease_until, expires_at)
          VALUES (:tenant, :batch, 'write', 'key', sha256('x'), gen_random_uuid(), now(), now())
          """,
          """
          INSERT INTO mailbox (tenant_id, token, created_at, updated_at)
          SELECT :tenant, translate(left(md5(:tenant::text), 26), '0189', 'zyxw'), now(), now()
          """,
          """
          INSERT INTO tenant_email (tenant_id, email, created_at)
          VALUES (:tenant, :batch::text || '@example.org', now())
          """,
          """
          INSERT INTO reveal_token (digest, tenant_id, label, created_at, expires_at)
          VALUES (sha256(convert_to(:batch::text, 'UTF8')), :tenant, 'first', now(), now())
          """,
          """
          INSERT INTO connection (tenant_id, connection_id, provider, name, space, config, status,
                                  next_sync_at, created_at, updated_at)
          VALUES (:tenant, :batch, 'notion', 'n', 'notes', '{}', 'active', now(), now(), now())
          """,
          """
          INSERT INTO connection_record (tenant_id, connection_id, external_id, revision, fingerprint,
                                         deleted, attempts, error, locator, seen)
          VALUES (:tenant, :batch, 'a', '', '', false, 0, '', '{}', 0)
          """,
          """
          INSERT INTO connection_run (tenant_id, run_id, connection_id, trigger, status, synced,
                                      deleted, failed, problems, created_at, ended_at)
          VALUES (:tenant, gen_random_uuid(), :batch, 'manual', 'success', 0, 0, 0, '[]', now(), now())
          """,
          """
          INSERT INTO oauth_state
            (digest, tenant_id, provider, name, space, config, verifier, created_at, expires_at)
          VALUES (sha256(convert_to(:batch::text, 'UTF8')), :tenant, 'notion', 'n', 'notes', '{}', 'v',
                  now(), now())
          """,
          """
          INSERT INTO outgoing_mail (mail_id, tenant_id, recipient, subject, body, created_at)
          VALUES (gen_random_uuid(), :tenant, 'a@example.org', 'Subject', 'Body', now())
          """,
          """
          INSERT INTO tenant_endpoint (tenant_id, kind, settings, verified_at)
          VALUES (:tenant, 'language_model', '{}', now())
          """,
          """
          INSERT INTO audit_head (tenant_id, position, hash, sealed_at)
          VALUES (:tenant, 0, sha256('x'), now())
          """,
          """
          INSERT INTO audit (tenant_id, at, action)
          VALUES (:tenant, now(), 'memory.create')
          """,
          """
          INSERT INTO batch (tenant_id, batch_id, space, source, created_at)
          VALUES (:tenant, :batch, 'notes', 'drop', now())
          """,
          """
          INSERT INTO batch_item (tenant_id, batch_id, item, filename, state, updated_at)
          VALUES (:tenant, :batch, 0, 'a.txt', 'stored', now())
          """,
          """
          INSERT INTO parked_report (tenant_id, report)
          VALUES (:tenant, 'x')
          """,
          """
          INSERT INTO llm_spend (tenant_id, day, purpose, model, calls, prompt_tokens)
          VALUES (:tenant, current_date, 'facts', 'm', 1, 10)
          """,
          """
          INSERT INTO llm_cap (tenant_id, monthly_micros, updated_at)
          VALUES (:tenant, 1000000, now())
          """,
          """
          INSERT INTO space_grant (tenant_id, space, key_id, created_at)
          SELECT :tenant, 'notes', key_id, now()
          FROM api_key
          WHERE tenant_id = :tenant
          """,
          """
          INSERT INTO memory_edge (tenant_id, from_memory, to_memory, relation, created_at)
          SELECT :tenant, memory_id, memory_id, 'related_to', now()
          FROM memory
          WHERE tenant_id = :tenant
          """,
          """
          INSERT INTO memory_version (tenant_id, version_id, memory_id, number, commit_hash, change,
                                      space, content, committed_at)
          SELECT :tenant, gen_random_uuid(), memory_id, 1,
                 encode(sha256(convert_to(memory_id::text, 'UTF8')), 'hex'), 'create', space,
                 content, now()
          FROM memory
          WHERE tenant_id = :tenant
          """,
          """
          INSERT INTO memory_branch (tenant_id, memory_id, branch, head, created_at)
          SELECT :tenant, memory_id, 'main', version_id, now()
          FROM memory_version
          WHERE tenant_id = :tenant
          """,
          """
          INSERT INTO concept (tenant_id, concept_key, spelling, created_at)
          VALUES (:tenant, 'key', 'Key', now())
          """,
          """
          INSERT INTO concept_edge (tenant_id, low_key, high_key, weight, updated_at)
          VALUES (:tenant, 'key', 'lock', 0.4, now())
          """,
          """
          INSERT INTO attachment (tenant_id, attachment_id, memory_id, position, filename,
                                  content_type, size, blob_key, created_at)
          SELECT :tenant, gen_random_uuid(), memory_id, 0, 'a.txt', 'text/plain', 1, 'a', now()
          FROM memory
          WHERE tenant_id = :tenant
          """,
          """
          INSERT INTO blob_removal (tenant_id, blob_key, created_at)
          VALUES (:tenant, 'b', now())
          """,
          """
          INSERT INTO triple (tenant_id, triple_id, space, subject, predicate, object, valid_from,
                              created_at)
          VALUES (:tenant, gen_random_uuid(), 'notes', 's', 'p', 'o', now(), now())
          """,
          """
          INSERT INTO task (tenant_id, task_id, space, title, created_at, updated_at)
          VALUES (:tenant, gen_random_uuid(), 'notes', 'Title', now(), now())
          """,
          """
          INSERT INTO job (tenant_id, job_id, kind, created_at, updated_at)
          VALUES (:tenant, gen_random_uuid(), 'export', now(), now())
          """,
          """
          INSERT INTO run (tenant_id, run_id, kind, created_at)
          VALUES (:tenant, :batch, 'sleep', now())
          """,
          """
          INSERT INTO run_change (tenant_id, run_id, number, target, target_id, change)
          VALUES (:tenant, :batch, 1, 'memory', 'x', 'update')
          """,
          """
          INSERT INTO run_cluster (tenant_id, run_id, number, kind, members)
          VALUES (:tenant, :batch, 1, 'prototype', '{}')
          """,
          """
          INSERT INTO memory_read_mark (tenant_id, memory_id, run_id)
          SELECT tenant_id, memory_id, :batch FROM memory WHERE tenant_id = :tenant LIMIT 1
          """,
          """
          INSERT INTO secret (tenant_id, name, key_id, sealed, created_at, updated_at)
          VALUES (:tenant, 'token', 'k', 'sealed', now(), now())
          """,
          """
          INSERT INTO source_record (tenant_id, record_id, space, source, external_id, updated_at)
          VALUES (:tenant, gen_random_uuid(), 'notes', 'drop', 'a', now())
          """,
          """
          INSERT INTO space_intake (tenant_id, space, updated_at)
          VALUES (:tenant, 'notes', now())
          """,
          """
          INSERT INTO quarantine (quarantine_id, tenant_id, stage, reason, attempts, original, whole,
                                  first_at, last_at)
          VALUES (gen_random_uuid(), :tenant, 'read', 'broken', 1, 'x', true, now(), now())
          """,
          """
          INSERT INTO room (tenant_id, room_id, owner_tenant, name, created_at)
          VALUES (:tenant, :batch::text, :tenant, 'Room', now())
          """,
          """
          INSERT INTO room_member (tenant_id, member_tenant, role, scope, joined_at)
          VALUES (:tenant, gen_random_uuid(), 'member', 'read', now())
          """,
          """
          INSERT INTO room_invite (tenant_id, invite_id, digest, scope, max_uses, created_at)
          VALUES (:tenant, :batch::text, sha256(convert_to(:batch::text, 'UTF8')), 'read', 1, now())
          """);

  private static final String TABLES_OF_TENANTS =
      """
      SELECT c.relname
      FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind IN ('r', 'p')
        AND c.relnamespace = 'public'::regnamespace
        AND a.attname = 'tenant_id'
        AND NOT a.attisdropped
      """;

  private PurgeFixture() {}

  static int fill(TenancyParts parts, Tenant tenant, int memories) {
    parts.key(tenant);
    UUID batch = UUID.randomUUID();
    return parts.database.asSystem(
        handle -> {
          for (String insert : ROWS) {
            handle
                .createUpdate(insert)
                .bind("tenant", tenant.id())
                .bind("memories", memories)
                .bind("batch", batch)
                .execute();
          }
          return rowsOf(handle, tenant.id());
        });
  }

  /** What a request that was let in before the tenant was shut may still commit. */
  static void fillLate(TenancyParts parts, Tenant tenant) {
    parts.database.inTenant(
        tenant.id(),
        handle -> handle.createUpdate(ROWS.get(0)).bind("tenant", tenant.id()).execute());
  }

  /** Every table that has a column for the tenant, as the database itself tells. */
  static List<String> tablesOfTenants(TenancyParts parts) {
    return parts.database.asSystem(PurgeFixture::tables);
  }

  /** Rows of a tenant in all tables but the receipt. */
  static int rowsOf(TenancyParts parts, UUID tenantId) {
    return parts.database.asSystem(handle -> rowsOf(handle, tenantId));
  }

  private static int rowsOf(Handle handle, UUID tenantId) {
    return tables(handle).stream()
        .filter(table -> !table.equals("tenant_deletion"))
        .mapToInt(table -> count(handle, table, tenantId))
        .sum();
  }

  private static int count(Handle handle, String table, UUID tenantId) {
    return handle
        .createQuery("SELECT count(*) FROM " + table + " WHERE tenant_id = :tenant")
        .bind("tenant", tenantId)
        .mapTo(Integer.class)
        .one();
  }

  private static List<String> tables(Handle handle) {
    return handle.createQuery(TABLES_OF_TENANTS).mapTo(String.class).list();
  }
}
