package io.hypnos.schemas.message;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Progress of one batch item.
 *
 * @param run which run of the item through the job it is about; absent in messages of older
 *     versions
 */
public record IngestStatus(
    int version,
    UUID tenantId,
    UUID batchId,
    int item,
    State state,
    int memories,
    Optional<String> reason,
    Instant at,
    Optional<Integer> run) {

  /** Of the first run. */
  public IngestStatus(
      int version,
      UUID tenantId,
      UUID batchId,
      int item,
      State state,
      int memories,
      Optional<String> reason,
      Instant at) {
    this(version, tenantId, batchId, item, state, memories, reason, at, Optional.empty());
  }

  public static final int VERSION = 1;

  /** States only move forward, so a repeated or late message never takes progress back. */
  public enum State {
    QUEUED,
    EXTRACTING,
    EMBEDDING,
    STORED,
    FAILED,
    QUARANTINED;

    public boolean isFinal() {
      return this == STORED || this == FAILED || this == QUARANTINED;
    }
  }

  public String key() {
    return batchId.toString();
  }
}
