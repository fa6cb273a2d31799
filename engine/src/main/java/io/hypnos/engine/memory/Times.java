package io.hypnos.engine.memory;

import java.time.Instant;
import java.util.Optional;

/**
 * The two times of a memory: when it was true in the world, and when we knew it.
 *
 * @param validFrom when it became true: the time of the event, else of the write
 * @param retiredAt when it stopped being what we hold true
 */
public record Times(
    Instant validFrom,
    Optional<Instant> validTo,
    Instant recordedAt,
    Optional<Instant> retiredAt,
    Instant updatedAt) {}
