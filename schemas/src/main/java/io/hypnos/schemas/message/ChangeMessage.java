package io.hypnos.schemas.message;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What happened to a memory; never its content. Messages of one memory come in order and at least
 * once: a reader that keeps the highest {@code sequence} it has seen of a memory can leave out
 * whatever is not above it.
 *
 * @param sequence grows with every change of a memory; compare it within one memory only
 * @param rowVersion version of the memory's row that the change made
 * @param requestId the request that did it
 */
public record ChangeMessage(
    int version,
    long sequence,
    UUID tenantId,
    UUID memoryId,
    String space,
    Change change,
    long rowVersion,
    Optional<String> requestId,
    Instant at) {

  public static final int VERSION = 1;

  /** What happened. */
  public enum Change {
    CREATED,
    UPDATED,
    DELETED,
    SUPERSEDED,
    CONSOLIDATED
  }

  /** Kafka key: everything about one memory goes to one partition, so that order is kept. */
  public String key() {
    return tenantId + "|" + memoryId;
  }
}
