package io.hypnos.engine.tenancy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a request may pass, and what to tell the caller about the window either way.
 *
 * @param resetsAt end of the window
 * @param retryAfter at least a second; only when refused by the window of a minute
 * @param quotaExhausted refused by the quota of the day, so that trying again does not help
 */
public record RateDecision(
    boolean allowed,
    long limit,
    long remaining,
    Instant resetsAt,
    Optional<Duration> retryAfter,
    boolean quotaExhausted) {}
