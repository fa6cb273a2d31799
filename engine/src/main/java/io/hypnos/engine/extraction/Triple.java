package io.hypnos.engine.extraction;

import java.time.Instant;
import java.util.Optional;

/**
 * Subject, predicate, object of a fact that the rules understood.
 *
 * @param subject {@code user}, {@code organization}, {@code agent} or a name
 * @param subjectType {@code person}, {@code organization}, {@code agent} or {@code entity}
 * @param objectType {@code place}, {@code person}, {@code organization}, {@code time}, {@code
 *     value}
 * @param validFrom since when, which is when it was said unless the text tells otherwise
 * @param validUntil until when; empty while it holds
 */
public record Triple(
    String subject,
    String predicate,
    String object,
    String subjectType,
    String objectType,
    Instant validFrom,
    Optional<Instant> validUntil,
    double confidence) {}
