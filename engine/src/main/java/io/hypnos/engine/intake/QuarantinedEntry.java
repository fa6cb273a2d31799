package io.hypnos.engine.intake;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that the ingest job could not process.
 *
 * @param tenantId absent when the record was not even a message
 * @param label what people see of it: the name of a file, for example
 * @param stage where in the job it failed
 * @param place where it stands in its topic
 * @param size bytes of the original
 * @param whole whether all of the original is kept; the rest stands in the topic while that lasts
 */
public record QuarantinedEntry(
    UUID id,
    Optional<UUID> tenantId,
    Optional<String> space,
    Optional<UUID> batchId,
    Optional<Integer> item,
    Optional<String> source,
    Optional<String> label,
    String stage,
    String reason,
    int attempts,
    Optional<String> place,
    int size,
    boolean whole,
    Optional<String> requestId,
    State state,
    Instant firstAt,
    Instant lastAt) {

  /** What has become of it. */
  public enum State {
    OPEN,
    REDRIVEN,
    DISCARDED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }
}
