package io.hypnos.engine.triple;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One fact.
 *
 * @param owner the person it belongs to; without one it belongs to its space
 * @param validTo when it stopped being true
 * @param memory what it was read from; it goes with that
 */
public record Triple(
    UUID id,
    String space,
    Optional<String> owner,
    String subject,
    String predicate,
    String object,
    Optional<String> subjectType,
    Optional<String> objectType,
    Instant validFrom,
    Optional<Instant> validTo,
    Optional<UUID> memory,
    double confidence,
    Instant createdAt) {}
