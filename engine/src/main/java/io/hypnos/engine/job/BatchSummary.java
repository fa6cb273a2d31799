package io.hypnos.engine.job;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A batch at a glance.
 *
 * @param failed with those in quarantine
 * @param memories how many stand for what was stored
 * @param finishedAt when the last item came to its end
 */
public record BatchSummary(
    UUID batchId,
    String space,
    String source,
    Instant createdAt,
    int total,
    int queued,
    int extracting,
    int embedding,
    int stored,
    int failed,
    int quarantined,
    long memories,
    Optional<Instant> finishedAt) {

  public int pending() {
    return queued + extracting + embedding;
  }

  public boolean complete() {
    return pending() == 0;
  }
}
