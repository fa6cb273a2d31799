package io.hypnos.engine.brought;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of what tenants brought. */
final class EndpointStore {
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private static final String PUT =
      """
      INSERT INTO tenant_endpoint (tenant_id, kind, settings, verified_at)
      VALUES (:tenant, :kind, :settings::jsonb, :now)
      ON CONFLICT (tenant_id, kind) DO UPDATE
      SET settings = excluded.settings, verified_at = excluded.verified_at
      """;

  private static final String FIND =
      """
      SELECT settings, verified_at
      FROM tenant_endpoint
      WHERE tenant_id = :tenant AND kind = :kind
      """;

  private static final String DELETE =
      "DELETE FROM tenant_endpoint WHERE tenant_id = :tenant AND kind = :kind";

  private final String kind;

  EndpointStore(String kind) {
    this.kind = kind;
  }

  /** What is known of a service beside its credentials. */
  record Endpoint(Map<String, String> settings, Instant verifiedAt) {}

  void put(Handle handle, UUID tenantId, Map<String, String> settings, Instant now) {
    handle
        .createUpdate(PUT)
        .bind("tenant", tenantId)
        .bind("kind", kind)
        .bind("settings", JsonMapper.shared().writeValueAsString(settings))
        .bind("now", Timestamp.from(now))
        .execute();
  }

  Optional<Endpoint> find(Handle handle, UUID tenantId) {
    return handle
        .createQuery(FIND)
        .bind("tenant", tenantId)
        .bind("kind", kind)
        .map(
            (row, context) ->
                new Endpoint(
                    JsonMapper.shared().readValue(row.getString("settings"), TEXTS),
                    row.getTimestamp("verified_at").toInstant()))
        .findOne();
  }

  boolean delete(Handle handle, UUID tenantId) {
    return handle.createUpdate(DELETE).bind("tenant", tenantId).bind("kind", kind).execute() > 0;
  }
}
