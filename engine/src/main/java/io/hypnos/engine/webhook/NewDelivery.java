package io.hypnos.engine.webhook;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The first attempt of a delivery, due at once. */
record NewDelivery(
    UUID tenantId,
    UUID deliveryId,
    Webhook webhook,
    UUID eventId,
    String event,
    Optional<String> space,
    String subjectId,
    String subject,
    Instant now) {}
