package io.hypnos.engine.account;

import java.time.Instant;
import java.util.UUID;

/** A mail to a tenant. */
public record OutgoingMail(
    UUID id, UUID tenantId, String recipient, String subject, String body, Instant createdAt) {}
