package io.hypnos.engine.extraction;

import java.util.Optional;

/**
 * What a rule understood of a clause.
 *
 * @param part the words of the value, where the statement is to name it alone; else empty
 */
record Draft(
    Subject subject,
    FactType type,
    Optional<Claim> claim,
    Polarity polarity,
    TemporalStatus temporal,
    ChangeType change,
    Optional<ValueSpan.Words> part) {}
