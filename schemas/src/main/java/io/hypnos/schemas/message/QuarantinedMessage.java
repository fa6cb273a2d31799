package io.hypnos.schemas.message;

import java.time.Instant;
import java.util.UUID;

/**
 * A message that could not be processed, kept with the reason.
 *
 * @param original the message as it was read, even if it was not valid JSON
 * @param stage where it failed: {@code decode}, {@code read}, {@code embed}, {@code store}
 */
public record QuarantinedMessage(
    int version, UUID id, String original, String stage, String reason, int attempts, Instant at) {

  public static final int VERSION = 1;
}
