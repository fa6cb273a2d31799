package io.hypnos.engine.webhook;

import java.time.Instant;
import java.util.Optional;

/**
 * How far receivers are behind.
 *
 * @param waiting deliveries that are due and not being sent
 * @param oldest when the first of them was due
 */
public record WebhookLag(long waiting, Optional<Instant> oldest) {}
