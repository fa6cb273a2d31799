package io.hypnos.engine.memory;

import java.util.Optional;
import java.util.UUID;

/**
 * What became of a write.
 *
 * @param stored whether the memory is in the record now
 * @param id the memory, also when an earlier one answers for a replay; empty when refused
 * @param reason why it was stored or refused
 */
public record WriteOutcome(boolean stored, Optional<UUID> id, double importance, String reason) {}
