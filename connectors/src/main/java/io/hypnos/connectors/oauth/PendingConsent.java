package io.hypnos.connectors.oauth;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A consent that somebody was sent to give.
 *
 * @param browser digest of the nonce of the browser that has to bring it back; empty for any
 */
record PendingConsent(
    UUID tenantId,
    Optional<UUID> keyId,
    WantedConnection wanted,
    String verifier,
    Optional<byte[]> browser,
    Instant expiresAt) {}
