package io.hypnos.api.rememberos;

import io.hypnos.api.web.Ids;
import io.hypnos.engine.webhook.BodySigner;
import io.hypnos.engine.webhook.DeliveryFormat;
import io.hypnos.engine.webhook.Notification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a receiver of this dialect is told: the memory as it was with the files that it has, of a
 * deleted one only where.
 */
final class WebhookFormat implements DeliveryFormat {
  static final String ID = "rememberos";

  private static final Set<String> TYPES = Set.of("fact", "preference", "episode");

  private final MemoryViews views;
  private final JsonMapper json;

  WebhookFormat(MemoryViews views, JsonMapper json) {
    this.views = views;
    this.json = json;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Message render(Notification notification, BodySigner signer) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("id", notification.eventId().toString());
    told.put("event", notification.event());
    told.put("created_at", notification.occurredAt().toString());
    told.put("data", data(notification));
    byte[] body = json.writeValueAsBytes(told);
    return new Message(
        body,
        Map.of(
            "Content-Type",
            "application/json",
            "User-Agent",
            "RememberOS-Webhook/1.0",
            "X-RememberOS-Event",
            notification.event(),
            "X-RememberOS-Signature",
            signer.hex(body)));
  }

  private Map<String, Object> data(Notification notification) {
    String collection = notification.space().orElse(null);
    Map<String, Object> row = notification.subject();
    if (notification.event().endsWith(".deleted") || row.isEmpty()) {
      Map<String, Object> gone = new LinkedHashMap<>();
      gone.put("id", notification.subjectId());
      gone.put("collection", collection);
      return gone;
    }
    return Map.of("memory", memory(notification, collection, row));
  }

  private Map<String, Object> memory(
      Notification notification, String collection, Map<String, Object> row) {
    UUID tenantId = notification.tenantId();
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("id", notification.subjectId());
    memory.put("text", row.get("content"));
    memory.put("importance", row.get("importance"));
    memory.put("category", row.get("category") == null ? MemoryView.OTHER : row.get("category"));
    memory.put("source", row.get("source"));
    memory.put("metadata", row.getOrDefault("metadata", Map.of()));
    memory.put(
        "images",
        Ids.parse(notification.subjectId())
            .map(id -> views.images(tenantId, id))
            .orElse(List.of()));
    memory.put("created_at", row.get("recorded_at"));
    memory.put("updated_at", row.get("updated_at"));
    memory.put("pinned", Boolean.TRUE.equals(row.get("pinned")));
    memory.put("archived", row.get("archived_at") != null);
    memory.put(
        "created_by",
        Ids.parse(String.valueOf(row.get("created_by")))
            .map(key -> views.agent(tenantId, key))
            .orElse(null));
    memory.put("container_tag", row.get("container_tag"));
    memory.put("collection", collection);
    String kind = String.valueOf(row.get("kind"));
    memory.put("type", TYPES.contains(kind) ? kind : null);
    memory.put("is_latest", !"superseded".equals(row.get("state")));
    memory.put("expires_at", row.get("expires_at"));
    return memory;
  }
}
