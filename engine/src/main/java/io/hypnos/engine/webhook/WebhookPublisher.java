package io.hypnos.engine.webhook;

import io.hypnos.engine.event.ChangeListener;
import io.hypnos.engine.event.Outbox.Change;
import io.hypnos.engine.event.Outbox.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Writes a delivery for every webhook that an event concerns, in the transaction of the event. So a
 * change and its deliveries are there together or not at all, each exactly once, and the copy of
 * the memory is the one that the change made, which a later reader of the outbox could not know. A
 * tenant without webhooks pays one look at an index.
 */
public final class WebhookPublisher implements ChangeListener {
  private static final String MEMORIES =
      """
      SELECT memory_id, coalesce(owner_id, created_by::text) AS owner,
             (to_jsonb(memory) - 'tenant_id' - 'embedding' - 'fingerprint' - 'content_digest')::text AS subject
      FROM memory
      WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
      """;

  private final Supplier<UUID> ids;

  public WebhookPublisher(Supplier<UUID> ids) {
    this.ids = ids;
  }

  /** Tells of an event that is none of a memory; within the transaction that makes it. */
  public void publish(Handle handle, UUID tenantId, Instant now, WebhookEvent event) {
    List<Webhook> webhooks = WebhookStore.active(handle, tenantId);
    Written written = new Written(tenantId, now);
    String subject = SubjectJson.write(event.subject());
    for (Webhook webhook : webhooks) {
      if (webhook.wants(event.name(), event.owner(), event.space())) {
        written.add(webhook, ids.get(), event.name(), event.space(), event.subjectId(), subject);
      }
    }
    DeliveryStore.insert(handle, written.rows);
  }

  @Override
  public void changed(Handle handle, UUID tenantId, Instant now, List<Entry> entries) {
    List<UUID> deleted =
        entries.stream()
            .filter(entry -> entry.change() == Change.DELETED)
            .map(Entry::memoryId)
            .toList();
    if (!deleted.isEmpty()) {
      DeliveryStore.eraseSubjects(handle, tenantId, deleted);
    }
    List<Webhook> webhooks = WebhookStore.active(handle, tenantId);
    List<Entry> told =
        entries.stream()
            .filter(
                entry -> webhooks.stream().anyMatch(each -> each.events().contains(name(entry))))
            .toList();
    if (!told.isEmpty()) {
      tell(handle, new Written(tenantId, now), webhooks, told);
    }
  }

  private void tell(Handle handle, Written written, List<Webhook> webhooks, List<Entry> entries) {
    Map<UUID, Row> rows = rows(handle, written.tenantId, entries);
    for (Entry entry : entries) {
      Row row = rows.getOrDefault(entry.memoryId(), Row.GONE);
      UUID eventId = ids.get();
      Optional<String> space = Optional.of(entry.space());
      for (Webhook webhook : webhooks) {
        if (webhook.wants(name(entry), row.owner(), space)) {
          written.add(
              webhook, eventId, name(entry), space, entry.memoryId().toString(), row.subject());
        }
      }
    }
    DeliveryStore.insert(handle, written.rows);
  }

  private static String name(Entry entry) {
    return "memory." + entry.change().text();
  }

  private static Map<UUID, Row> rows(Handle handle, UUID tenantId, List<Entry> entries) {
    Map<UUID, Row> rows = new HashMap<>();
    handle
        .createQuery(MEMORIES)
        .bind("tenant", tenantId)
        .bind("ids", entries.stream().map(Entry::memoryId).distinct().toArray(UUID[]::new))
        .map(
            (row, context) ->
                rows.put(
                    row.getObject("memory_id", UUID.class),
                    new Row(Optional.ofNullable(row.getString("owner")), row.getString("subject"))))
        .list();
    return rows;
  }

  private record Row(Optional<String> owner, String subject) {
    static final Row GONE = new Row(Optional.empty(), "{}");
  }

  /** What one transaction writes. */
  private final class Written {
    private final UUID tenantId;
    private final Instant now;
    private final List<NewDelivery> rows = new ArrayList<>();

    Written(UUID tenantId, Instant now) {
      this.tenantId = tenantId;
      this.now = now;
    }

    void add(
        Webhook webhook,
        UUID eventId,
        String event,
        Optional<String> space,
        String subjectId,
        String subject) {
      rows.add(
          new NewDelivery(
              tenantId, ids.get(), webhook, eventId, event, space, subjectId, subject, now));
    }
  }
}
