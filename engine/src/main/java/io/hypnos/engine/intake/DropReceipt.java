package io.hypnos.engine.intake;

import java.util.List;
import java.util.UUID;

/** What a drop accepted. */
public record DropReceipt(UUID batchId, int queued, List<FileFailure> failures) {
  public DropReceipt {
    failures = List.copyOf(failures);
  }
}
