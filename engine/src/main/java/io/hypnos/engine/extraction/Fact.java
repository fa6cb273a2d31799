package io.hypnos.engine.extraction;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that a text says.
 *
 * @param statement the sentence or part of it that says it, fit to stand alone as a memory
 * @param claim what of it was understood well enough to compare; without it, it is only a statement
 * @param confidence from 0 to 1
 * @param evidence where in the text it is said
 * @param occurs the days it is about, where it names some
 * @param expiresAt when it is over, for what is bound to a time
 */
public record Fact(
    String statement,
    FactType type,
    Subject subject,
    Optional<Claim> claim,
    Polarity polarity,
    TemporalStatus temporal,
    ChangeType change,
    double confidence,
    Span evidence,
    Optional<TimeRange> occurs,
    Optional<Instant> expiresAt) {}
