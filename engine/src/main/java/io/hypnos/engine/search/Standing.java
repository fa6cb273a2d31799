package io.hypnos.engine.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the record says of a proposed memory that may be shown.
 *
 * @param behind the prototype or keeper that stands for it; it is not shown itself
 * @param exact whether it has the very text of the query or is the episode that was asked for
 */
record Standing(
    UUID id,
    Instant recordedAt,
    double importance,
    double valence,
    List<String> concepts,
    Optional<Instant> expiresAt,
    Optional<UUID> behind,
    boolean exact) {}
