package io.hypnos.engine.audit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One entry of the audit. */
public record AuditEntry(
    Instant at,
    String action,
    Optional<String> target,
    Optional<UUID> keyId,
    Optional<String> requestId,
    Map<String, Object> detail) {}
