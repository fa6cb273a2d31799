package io.hypnos.engine.event;

import java.time.Instant;
import java.util.Optional;

/**
 * How far Kafka is behind the record.
 *
 * @param waiting changes that are committed and not yet acknowledged by the broker
 * @param oldest when the first of them was made
 */
public record ChangeLag(long waiting, Optional<Instant> oldest) {}
