package io.hypnos.engine.webhook;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The format of no dialect: compact JSON, keys sorted; of what was deleted only where it was. */
public final class NeutralFormat implements DeliveryFormat {
  public static final String ID = "hypnos";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /** What receivers are told of a memory; the rest of a row is the product's own business. */
  private static final Set<String> TOLD =
      Set.of(
          "content",
          "kind",
          "category",
          "container_tag",
          "metadata",
          "concepts",
          "importance",
          "state",
          "source",
          "external_ref",
          "recorded_at",
          "updated_at",
          "row_version");

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Message render(Notification notification, BodySigner signer) {
    Map<String, Object> data = new TreeMap<>();
    if (!notification.event().endsWith(".deleted")) {
      notification.subject().forEach((name, value) -> put(data, name, value, notification));
    }
    data.put("id", notification.subjectId());
    notification.space().ifPresent(space -> data.put("space", space));
    byte[] body =
        JSON.writeValueAsBytes(
            Map.of(
                "id",
                notification.eventId().toString(),
                "event",
                notification.event(),
                "occurred_at",
                notification.occurredAt().toString(),
                "data",
                data));
    return new Message(
        body,
        Map.of(
            "Content-Type",
            "application/json",
            "User-Agent",
            "Hypnos-Webhook/1.0",
            "Accept-Encoding",
            "identity",
            "X-Hypnos-Event",
            notification.event(),
            "X-Hypnos-Webhook-Id",
            notification.webhookId().toString(),
            "X-Hypnos-Delivery-Id",
            notification.deliveryId().toString(),
            "X-Hypnos-Attempt",
            String.valueOf(notification.attempt()),
            "X-Hypnos-Signature",
            "sha256=" + signer.hex(body)));
  }

  private static void put(
      Map<String, Object> data, String name, Object value, Notification notification) {
    boolean ofMemory = notification.event().startsWith("memory.");
    if (!ofMemory || TOLD.contains(name)) {
      data.put(name, value);
    }
  }
}
