package io.hypnos.engine.webhook;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The delivery table as tenants see it: what is written, listed and sent once more. */
final class DeliveryStore {
  private static final String INSERT =
      """
      INSERT INTO webhook_delivery (tenant_id, delivery_id, webhook_id, host, format, event_id,
                                    event, space, subject_id, subject, occurred_at, scheduled_at,
                                    due_at, created_at)
      SELECT tenant_id, :id, webhook_id, host, format, :eventId, :event, :space, :subjectId,
             :subject::jsonb, :now, :now, :now, :now
      FROM webhook
      WHERE tenant_id = :tenant AND webhook_id = :webhook
      """;

  private static final String ERASE_SUBJECTS =
      """
      UPDATE webhook_delivery
      SET subject = '{}'
      WHERE tenant_id = :tenant AND subject_id = ANY(:subjects) AND due_at IS NULL
      """;

  private static final String LIST =
      """
      SELECT delivery_id, webhook_id, event_id, event, subject_id, attempt, state, retried,
             scheduled_at, delivered_at, response_status, response_body, error, created_at
      FROM webhook_delivery
      WHERE tenant_id = :tenant
        AND (:webhook::uuid IS NULL OR webhook_id = :webhook)
        AND (NOT :dead OR (state = 'abandoned' AND NOT retried))
        AND (:after::uuid IS NULL
             OR (created_at, attempt, delivery_id)
                < (SELECT created_at, attempt, delivery_id
                   FROM webhook_delivery
                   WHERE tenant_id = :tenant AND delivery_id = :after))
      ORDER BY created_at DESC, attempt DESC, delivery_id DESC
      LIMIT :limit
      """;

  private static final String LOCK =
      """
      SELECT state, webhook_id
      FROM webhook_delivery
      WHERE tenant_id = :tenant AND delivery_id = :id
      FOR UPDATE
      """;

  /** Begins the ladder anew for what a delivery told. */
  private static final String REPEAT =
      """
      INSERT INTO webhook_delivery (tenant_id, delivery_id, webhook_id, host, format, event_id,
                                    event, space, subject_id, subject, occurred_at, scheduled_at,
                                    due_at, created_at)
      SELECT tenant_id, :newId, webhook_id, host, format, event_id, event, space, subject_id,
             subject, occurred_at, :now, :now, :now
      FROM webhook_delivery
      WHERE tenant_id = :tenant AND delivery_id = :id
      """;

  private static final String ABANDON_OF_WEBHOOK =
      """
      UPDATE webhook_delivery
      SET state = 'abandoned', due_at = NULL, error = :error, ended_at = :now
      WHERE tenant_id = :tenant AND webhook_id = :webhook AND state = 'pending'
      """;

  private DeliveryStore() {}

  static void insert(Handle handle, List<NewDelivery> deliveries) {
    if (deliveries.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(INSERT);
    for (NewDelivery each : deliveries) {
      batch
          .bind("tenant", each.tenantId())
          .bind("id", each.deliveryId())
          .bind("webhook", each.webhook().id())
          .bind("eventId", each.eventId())
          .bind("event", each.event())
          .bind("space", each.space().orElse(null))
          .bind("subjectId", each.subjectId())
          .bind("subject", each.subject())
          .bind("now", Timestamp.from(each.now()))
          .add();
    }
    batch.execute();
  }

  /** Forgets what ended deliveries told of these; what is still to be told stays. */
  static void eraseSubjects(Handle handle, UUID tenantId, List<UUID> subjects) {
    handle
        .createUpdate(ERASE_SUBJECTS)
        .bind("tenant", tenantId)
        .bind("subjects", subjects.stream().map(UUID::toString).toArray(String[]::new))
        .execute();
  }

  static List<Delivery> list(
      Handle handle,
      UUID tenantId,
      Optional<UUID> webhookId,
      boolean deadOnly,
      Optional<UUID> after,
      int limit) {
    return handle
        .createQuery(LIST)
        .bind("tenant", tenantId)
        .bind("webhook", webhookId.orElse(null))
        .bind("dead", deadOnly)
        .bind("after", after.orElse(null))
        .bind("limit", limit)
        .map((row, context) -> delivery(row))
        .list();
  }

  /** State and webhook of a delivery, which stay as they are until this transaction ends. */
  record Locked(Delivery.State state, UUID webhookId) {}

  static Optional<Locked> lock(Handle handle, UUID tenantId, UUID id) {
    return handle
        .createQuery(LOCK)
        .bind("tenant", tenantId)
        .bind("id", id)
        .map(
            (row, context) ->
                new Locked(
                    Delivery.State.of(row.getString("state")),
                    row.getObject("webhook_id", UUID.class)))
        .findOne();
  }

  static void repeat(Handle handle, UUID tenantId, UUID id, UUID newId, Instant now) {
    handle
        .createUpdate(REPEAT)
        .bind("tenant", tenantId)
        .bind("id", id)
        .bind("newId", newId)
        .bind("now", Timestamp.from(now))
        .execute();
  }

  static void abandonPending(
      Handle handle, UUID tenantId, UUID webhookId, String error, Instant now) {
    handle
        .createUpdate(ABANDON_OF_WEBHOOK)
        .bind("tenant", tenantId)
        .bind("webhook", webhookId)
        .bind("error", error)
        .bind("now", Timestamp.from(now))
        .execute();
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        row.getObject("delivery_id", UUID.class),
        row.getObject("webhook_id", UUID.class),
        row.getObject("event_id", UUID.class),
        row.getString("event"),
        row.getString("subject_id"),
        row.getInt("attempt"),
        Delivery.State.of(row.getString("state")),
        row.getBoolean("retried"),
        row.getTimestamp("scheduled_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("delivered_at")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getObject("response_status", Integer.class)),
        Optional.ofNullable(row.getBytes("response_body"))
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8)),
        Optional.ofNullable(row.getString("error")),
        row.getTimestamp("created_at").toInstant());
  }
}
