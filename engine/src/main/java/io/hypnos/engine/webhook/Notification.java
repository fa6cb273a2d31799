package io.hypnos.engine.webhook;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What one delivery tells.
 *
 * @param deliveryId differs with every attempt
 * @param eventId the same for all attempts
 * @param subject the row as it was when it happened, by column; empty when the subject has been
 *     erased since, so {@code subjectId} and {@code space} stand apart
 */
public record Notification(
    UUID tenantId,
    UUID webhookId,
    UUID deliveryId,
    UUID eventId,
    String event,
    int attempt,
    Instant occurredAt,
    Optional<String> space,
    String subjectId,
    Map<String, Object> subject) {}
