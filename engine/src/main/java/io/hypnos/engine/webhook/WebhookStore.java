package io.hypnos.engine.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The webhook table. */
final class WebhookStore {
  private static final int MOST_LISTED = 1_000;

  private static final String COLUMNS =
      """
      SELECT webhook_id, url, events, owner, space, format, description, created_by, created_at,
             revoked_at
      FROM webhook
      """;

  private static final String INSERT =
      """
      INSERT INTO webhook (tenant_id, webhook_id, url, host, events, owner, space, format,
                           description, created_by, created_at)
      VALUES (:tenant, :id, :url, :host, :events, :owner, :space, :format, :description,
              :createdBy, :now)
      """;

  private static final String ACTIVE =
      COLUMNS + "WHERE tenant_id = :tenant AND revoked_at IS NULL ORDER BY created_at, webhook_id";

  private static final String FIND = COLUMNS + "WHERE tenant_id = :tenant AND webhook_id = :id";

  private static final String LIST =
      COLUMNS
          + """
          WHERE tenant_id = :tenant
            AND (:owner::text IS NULL OR owner = :owner)
            AND (:space::text IS NULL OR space = :space)
            AND (:revoked OR revoked_at IS NULL)
          ORDER BY created_at, webhook_id
          LIMIT :limit
          """;

  private static final String COUNT_ACTIVE =
      """
      SELECT count(*)
      FROM webhook
      WHERE tenant_id = :tenant AND revoked_at IS NULL
      """;

  private static final String REVOKE =
      """
      UPDATE webhook
      SET revoked_at = :now
      WHERE tenant_id = :tenant AND webhook_id = :id AND revoked_at IS NULL
      """;

  private WebhookStore() {}

  static void insert(Handle handle, UUID tenantId, Webhook webhook, String host) {
    handle
        .createUpdate(INSERT)
        .bind("tenant", tenantId)
        .bind("id", webhook.id())
        .bind("url", webhook.url())
        .bind("host", host)
        .bind("events", webhook.events().toArray(String[]::new))
        .bind("owner", webhook.owner().orElse(null))
        .bind("space", webhook.space().orElse(null))
        .bind("format", webhook.format())
        .bind("description", webhook.description().orElse(null))
        .bind("createdBy", webhook.createdBy().orElse(null))
        .bind("now", Timestamp.from(webhook.createdAt()))
        .execute();
  }

  static List<Webhook> active(Handle handle, UUID tenantId) {
    return handle
        .createQuery(ACTIVE)
        .bind("tenant", tenantId)
        .map((row, context) -> webhook(row))
        .list();
  }

  static int countActive(Handle handle, UUID tenantId) {
    return handle.createQuery(COUNT_ACTIVE).bind("tenant", tenantId).mapTo(Integer.class).one();
  }

  static Optional<Webhook> find(Handle handle, UUID tenantId, UUID id) {
    return handle
        .createQuery(FIND)
        .bind("tenant", tenantId)
        .bind("id", id)
        .map((row, context) -> webhook(row))
        .findOne();
  }

  static List<Webhook> list(
      Handle handle,
      UUID tenantId,
      Optional<String> owner,
      Optional<String> space,
      boolean includeRevoked) {
    return handle
        .createQuery(LIST)
        .bind("tenant", tenantId)
        .bind("owner", owner.orElse(null))
        .bind("space", space.orElse(null))
        .bind("revoked", includeRevoked)
        .bind("limit", MOST_LISTED)
        .map((row, context) -> webhook(row))
        .list();
  }

  static boolean revoke(Handle handle, UUID tenantId, UUID id, Instant now) {
    return handle
            .createUpdate(REVOKE)
            .bind("tenant", tenantId)
            .bind("id", id)
            .bind("now", Timestamp.from(now))
            .execute()
        == 1;
  }

  private static Webhook webhook(ResultSet row) throws SQLException {
    return new Webhook(
        row.getObject("webhook_id", UUID.class),
        row.getString("url"),
        List.of((String[]) row.getArray("events").getArray()),
        Optional.ofNullable(row.getString("owner")),
        Optional.ofNullable(row.getString("space")),
        row.getString("format"),
        Optional.ofNullable(row.getString("description")),
        Optional.ofNullable(row.getObject("created_by", UUID.class)),
        row.getTimestamp("created_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("revoked_at")).map(Timestamp::toInstant));
  }
}
