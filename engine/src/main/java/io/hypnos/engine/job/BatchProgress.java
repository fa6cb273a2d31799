package io.hypnos.engine.job;

import io.hypnos.schemas.message.IngestStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How far a batch is. */
public record BatchProgress(UUID batchId, String space, Instant createdAt, List<Item> items) {

  public BatchProgress {
    items = List.copyOf(items);
  }

  /** One item of a batch. */
  public record Item(
      int number,
      String filename,
      IngestStatus.State state,
      int memories,
      Optional<String> reason,
      Instant updatedAt) {}

  public int total() {
    return items.size();
  }

  public int done() {
    return count(IngestStatus.State.STORED);
  }

  public int failed() {
    return count(IngestStatus.State.FAILED) + count(IngestStatus.State.QUARANTINED);
  }

  public int pending() {
    return total() - done() - failed();
  }

  public boolean complete() {
    return pending() == 0;
  }

  private int count(IngestStatus.State state) {
    return (int) items.stream().filter(item -> item.state() == state).count();
  }
}
