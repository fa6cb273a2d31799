package io.hypnos.engine.tenancy;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of a key; the key itself is not.
 *
 * @param hint beginning and last four characters, to tell keys apart
 * @param lastUsedAt to the minute
 */
public record ApiKey(
    UUID id,
    UUID tenantId,
    String hint,
    String label,
    Role role,
    boolean readOnly,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt,
    Optional<Instant> lastUsedAt) {}
