package io.hypnos.engine.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who wants to be told what.
 *
 * @param owner only of what this owner wrote, if present
 * @param space only of what happens in this space, if present
 * @param format id of the {@link DeliveryFormat} that makes its messages
 */
public record Webhook(
    UUID id,
    String url,
    List<String> events,
    Optional<String> owner,
    Optional<String> space,
    String format,
    Optional<String> description,
    Optional<UUID> createdBy,
    Instant createdAt,
    Optional<Instant> revokedAt) {

  boolean wants(String event, Optional<String> ofOwner, Optional<String> inSpace) {
    return events.contains(event)
        && (owner.isEmpty() || owner.equals(ofOwner))
        && (space.isEmpty() || space.equals(inSpace));
  }
}
