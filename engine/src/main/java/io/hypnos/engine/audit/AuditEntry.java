package io.hypnos.engine.audit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One entry of the audit.
 *
 * @param sequence grows with the entries of a tenant; names an entry when paging
 * @param position place in the tenant's chain; empty until it is sealed
 * @param hash of the chain up to here, in hex; empty until it is sealed
 */
public record AuditEntry(
    long sequence,
    Optional<Long> position,
    Optional<String> hash,
    Instant at,
    String action,
    Optional<String> target,
    Optional<UUID> keyId,
    Optional<String> requestId,
    Map<String, Object> detail) {}
