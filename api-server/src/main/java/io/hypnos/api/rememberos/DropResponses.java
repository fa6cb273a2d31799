package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.intake.DropReceipt;
import java.util.List;
import java.util.UUID;

/** What a drop answers. */
final class DropResponses {
  private DropResponses() {}

  /** Files that are on their way; which ones were refused, and why, is an addition of ours. */
  record Queued(
      @JsonProperty("batch_id") UUID batchId, int queued, int failed, List<Refused> failures) {
    static Queued of(DropReceipt receipt) {
      List<Refused> failures =
          receipt.failures().stream()
              .map(failure -> new Refused(failure.filename(), failure.reason()))
              .toList();
      return new Queued(receipt.batchId(), receipt.queued(), failures.size(), failures);
    }
  }

  record Refused(String filename, String error) {}
}
