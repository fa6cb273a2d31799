package io.hypnos.engine;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.tenancy.FirstTenant;
import io.hypnos.engine.tenancy.KeyStore;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Role;
import io.hypnos.engine.tenancy.TenantStore;
import io.hypnos.settings.HypnosSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Tenants, and memories put into the record by hand, for tests of what needs no writer. */
public final class TenantRows implements AutoCloseable {
  private static final String SPACE =
      """
      INSERT INTO space (tenant_id, space, created_at, updated_at)
      VALUES (:tenant, :space, :at, :at)
      ON CONFLICT DO NOTHING
      """;

  private static final String MEMORY =
      """
      INSERT INTO memory (tenant_id, memory_id, space, content, fingerprint, source, valid_from,
                          recorded_at, updated_at, embedding, embedding_model)
      VALUES (:tenant, :id, :space, :content, sha256(convert_to(:content, 'UTF8')), 'test', :at,
              :at, :at, '\\x00000000', 'none')
      """;

  public static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  private final Database database;
  private final AuditLog audit;
  private final TenantStore tenants;
  private final KeyStore keys;

  public TenantRows(HypnosSettings settings) {
    database = new Database(settings.database());
    audit = new AuditLog(database, Clock.systemUTC());
    new FirstTenant(database, audit, settings.rootKey(), Clock.systemUTC()).ensure();
    tenants = new TenantStore(database, audit, Clock.systemUTC());
    keys = new KeyStore(database, audit, Clock.systemUTC(), new SecureRandom());
  }

  public Database database() {
    return database;
  }

  public AuditLog audit() {
    return audit;
  }

  public UUID tenant() {
    return tenants.create("tenant-" + UUID.randomUUID(), Plan.UNLIMITED, false).id();
  }

  public UUID key(UUID tenant) {
    return keys.issue(tenant, "agent", Role.USER, false, Optional.empty()).key().id();
  }

  public void revoke(UUID tenant, UUID key) {
    keys.revoke(tenant, key);
  }

  public UUID memory(UUID tenant, String space, String content) {
    return memory(tenant, space, content, AT, Map.of());
  }

  /** A memory with some columns set to SQL expressions. */
  public UUID memory(
      UUID tenant, String space, String content, Instant at, Map<String, String> columns) {
    UUID id = UUID.randomUUID();
    inTenant(
        tenant,
        handle -> {
          handle
              .createUpdate(SPACE)
              .bind("tenant", tenant)
              .bind("space", space)
              .bind("at", at)
              .execute();
          handle
              .createUpdate(MEMORY)
              .bind("tenant", tenant)
              .bind("id", id)
              .bind("space", space)
              .bind("content", content)
              .bind("at", at)
              .execute();
          columns.forEach(
              (column, value) ->
                  handle
                      .createUpdate(
                          "UPDATE memory SET %s = %s WHERE memory_id = :id"
                              .formatted(column, value))
                      .bind("id", id)
                      .execute());
        });
    return id;
  }

  public void inTenant(UUID tenant, Consumer<Handle> work) {
    database.<Void>inTenant(
        tenant,
        handle -> {
          work.accept(handle);
          return null;
        });
  }

  public <T> List<T> query(UUID tenant, String sql, Class<T> type) {
    return database.inTenant(tenant, handle -> handle.createQuery(sql).mapTo(type).list());
  }

  @Override
  public void close() {
    database.close();
  }
}
