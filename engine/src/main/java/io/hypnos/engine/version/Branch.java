package io.hypnos.engine.version;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A named pointer to a commit of a memory. */
public record Branch(
    UUID memoryId,
    String name,
    Optional<Commit> head,
    Optional<UUID> createdBy,
    Instant createdAt) {}
