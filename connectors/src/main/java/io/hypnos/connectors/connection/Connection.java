package io.hypnos.connectors.connection;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a tenant reads from an outside system, without its credentials.
 *
 * @param status {@code active}, {@code error}, {@code paused}
 * @param running whether a run holds it now
 * @param cursor positions by feed, as JSON
 */
public record Connection(
    UUID tenantId,
    UUID id,
    String provider,
    String name,
    String space,
    Optional<String> containerTag,
    Map<String, Object> config,
    Optional<UUID> creator,
    String status,
    boolean running,
    String cursor,
    Optional<String> lastError,
    Optional<Instant> lastSyncedAt,
    Instant nextSyncAt,
    int failures,
    long syncedTotal,
    Instant createdAt,
    Instant updatedAt) {}
