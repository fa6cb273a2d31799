package io.hypnos.schemas.message;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Progress of one batch item. */
public record IngestStatus(
    int version,
    UUID tenantId,
    UUID batchId,
    int item,
    State state,
    int memories,
    Optional<String> reason,
    Instant at) {

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
