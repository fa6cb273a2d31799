package io.hypnos.schemas.message;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that could not be processed, kept with the reason.
 *
 * @param original the message as it was read, even if it was not valid JSON
 * @param place where the record stands in the intake topic; absent in messages of older versions
 * @param stage where it failed: {@code decode}, {@code read}, {@code embed}, {@code store}
 */
public record QuarantinedMessage(
    int version,
    UUID id,
    String original,
    String stage,
    String reason,
    int attempts,
    Instant at,
    Optional<Place> place) {

  public static final int VERSION = 1;

  /**
   * A record of Kafka.
   *
   * @param whole whether {@code original} is all of it
   */
  public record Place(String topic, int partition, long offset, boolean whole) {}
}
