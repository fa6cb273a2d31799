package io.hypnos.engine.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The delivery table as senders see it. */
final class DueStore {
  /**
   * Takes what is due: of each host and each tenant no more than this node has room for, so that a
   * host with a long queue leaves the others theirs. The hosts are found by skipping through the
   * index, and the round goes on behind the host where the last one ended.
   */
  private static final String CLAIM =
      """
      WITH RECURSIVE host AS (
        (SELECT host FROM webhook_delivery WHERE due_at IS NOT NULL ORDER BY host LIMIT 1)
        UNION ALL
        SELECT (SELECT d.host FROM webhook_delivery d
                WHERE d.due_at IS NOT NULL AND d.host > host.host ORDER BY d.host LIMIT 1)
        FROM host
        WHERE host.host IS NOT NULL
      ), candidate AS (
        SELECT d.tenant_id, d.delivery_id, h.turn, d.due_at,
               row_number() OVER (PARTITION BY d.tenant_id ORDER BY d.due_at, d.delivery_id) AS nth
        FROM (SELECT host, row_number() OVER (ORDER BY host <= :after, host) AS turn
              FROM host
              WHERE host IS NOT NULL) h
        LEFT JOIN unnest(:busyHosts, :hostRoom) AS b (host, room) ON b.host = h.host
        CROSS JOIN LATERAL (
          SELECT tenant_id, delivery_id, due_at
          FROM webhook_delivery
          WHERE host = h.host AND due_at <= :now AND format = ANY(:formats)
          ORDER BY due_at
          LIMIT coalesce(b.room, :perHost)
        ) d
      ), chosen AS (
        SELECT c.tenant_id, c.delivery_id, c.turn, c.due_at
        FROM candidate c
        LEFT JOIN unnest(:busyTenants, :tenantRoom) AS b (tenant_id, room)
          ON b.tenant_id = c.tenant_id
        WHERE c.nth <= coalesce(b.room, :perTenant)
      ), taken AS (
        SELECT d.tenant_id, d.delivery_id
        FROM chosen c
        JOIN webhook_delivery d USING (tenant_id, delivery_id)
        WHERE d.due_at <= :now
        ORDER BY c.turn, c.due_at
        LIMIT :free
        FOR UPDATE OF d SKIP LOCKED
      )
      UPDATE webhook_delivery d
      SET state = 'sending', due_at = :lease
      FROM taken, webhook w
      WHERE d.tenant_id = taken.tenant_id AND d.delivery_id = taken.delivery_id
        AND w.tenant_id = d.tenant_id AND w.webhook_id = d.webhook_id
      RETURNING d.tenant_id, d.delivery_id, d.webhook_id, d.host, d.format, d.event_id, d.event,
                d.space, d.subject_id, d.subject::text AS subject, d.occurred_at, d.attempt,
                w.url, w.revoked_at IS NOT NULL AS revoked
      """;

  /** What a deletion told is forgotten once it was told. */
  private static final String END =
      """
      UPDATE webhook_delivery
      SET state = :state, retried = :retried, due_at = NULL, ended_at = :now,
          delivered_at = CASE WHEN :state = 'succeeded' THEN :now::timestamptz END,
          response_status = :status, response_body = :body, error = :error,
          subject = CASE WHEN :state = 'succeeded' AND event LIKE '%.deleted' THEN '{}'::jsonb
                         ELSE subject END
      WHERE tenant_id = :tenant AND delivery_id = :id AND state = 'sending' AND due_at = :lease
      """;

  private static final String SCHEDULE_NEXT =
      """
      INSERT INTO webhook_delivery (tenant_id, delivery_id, webhook_id, host, format, event_id,
                                    event, space, subject_id, subject, occurred_at, attempt,
                                    scheduled_at, due_at, created_at)
      SELECT tenant_id, :newId, webhook_id, host, format, event_id, event, space, subject_id,
             subject, occurred_at, attempt + 1, :at, :at, :now
      FROM webhook_delivery
      WHERE tenant_id = :tenant AND delivery_id = :id
      """;

  private static final String FORGET =
      """
      DELETE FROM webhook_delivery
      WHERE ctid = ANY (ARRAY(SELECT ctid FROM webhook_delivery WHERE ended_at < :before LIMIT :most))
      """;

  private static final String LAG =
      """
      SELECT count(*) AS waiting, min(due_at) AS oldest
      FROM webhook_delivery
      WHERE due_at <= :now
      """;

  private DueStore() {}

  static List<ClaimedDelivery> claim(
      Handle handle, Room room, Set<String> formats, Instant now, Instant lease) {
    return handle
        .createQuery(CLAIM)
        .bind("after", room.after())
        .bind("busyHosts", room.hosts().keySet().toArray(String[]::new))
        .bind("hostRoom", room.hosts().values().toArray(Long[]::new))
        .bind("busyTenants", room.tenants().keySet().toArray(UUID[]::new))
        .bind("tenantRoom", room.tenants().values().toArray(Long[]::new))
        .bind("perHost", room.perHost())
        .bind("perTenant", room.perTenant())
        .bind("free", room.free())
        .bind("formats", formats.toArray(String[]::new))
        .bind("now", Timestamp.from(now))
        .bind("lease", Timestamp.from(lease))
        .map((row, context) -> claimed(row, lease))
        .list();
  }

  private static ClaimedDelivery claimed(ResultSet row, Instant lease) throws SQLException {
    UUID tenantId = row.getObject("tenant_id", UUID.class);
    Notification notification =
        new Notification(
            tenantId,
            row.getObject("webhook_id", UUID.class),
            row.getObject("delivery_id", UUID.class),
            row.getObject("event_id", UUID.class),
            row.getString("event"),
            row.getInt("attempt"),
            row.getTimestamp("occurred_at").toInstant(),
            Optional.ofNullable(row.getString("space")),
            row.getString("subject_id"),
            SubjectJson.read(row.getString("subject")));
    return new ClaimedDelivery(
        notification,
        tenantId,
        row.getString("host"),
        row.getString("format"),
        row.getString("url"),
        row.getBoolean("revoked"),
        lease);
  }

  /** Ends an attempt; false when the lease was lost to another node. */
  static boolean end(
      Handle handle, ClaimedDelivery claimed, Outcome outcome, boolean retried, Instant now) {
    return handle
            .createUpdate(END)
            .bind("tenant", claimed.tenantId())
            .bind("id", claimed.notification().deliveryId())
            .bind("lease", Timestamp.from(claimed.lease()))
            .bind("state", outcome.succeeded() ? "succeeded" : "abandoned")
            .bind("retried", retried)
            .bind("status", outcome.status().orElse(null))
            .bind("body", outcome.responseBody().orElse(null))
            .bind("error", outcome.error().orElse(null))
            .bind("now", Timestamp.from(now))
            .execute()
        == 1;
  }

  static void scheduleNext(
      Handle handle, ClaimedDelivery failed, UUID newId, Duration pause, Instant now) {
    handle
        .createUpdate(SCHEDULE_NEXT)
        .bind("tenant", failed.tenantId())
        .bind("id", failed.notification().deliveryId())
        .bind("newId", newId)
        .bind("at", Timestamp.from(now.plus(pause)))
        .bind("now", Timestamp.from(now))
        .execute();
  }

  static int forget(Handle handle, Instant before, int most) {
    return handle
        .createUpdate(FORGET)
        .bind("before", Timestamp.from(before))
        .bind("most", most)
        .execute();
  }

  static WebhookLag lag(Handle handle, Instant now) {
    return handle
        .createQuery(LAG)
        .bind("now", Timestamp.from(now))
        .map(
            (row, context) ->
                new WebhookLag(
                    row.getLong("waiting"),
                    Optional.ofNullable(row.getTimestamp("oldest")).map(Timestamp::toInstant)))
        .one();
  }
}
