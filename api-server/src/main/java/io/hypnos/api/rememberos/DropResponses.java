package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.intake.DropReceipt;
import io.hypnos.engine.intake.DroppedFile;
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

  /** Files that were read and stored while the caller waited. */
  record Stored(List<StoredFile> results, int stored, int failed) {
    static Stored of(List<DroppedFile> files) {
      List<StoredFile> results = files.stream().map(StoredFile::of).toList();
      int failed = (int) files.stream().filter(file -> file.error().isPresent()).count();
      return new Stored(results, files.size() - failed, failed);
    }
  }

  /**
   * @param status ok or failed
   * @param error null when ok
   */
  record StoredFile(
      String filename, String status, int memories, List<UUID> ids, String preview, String error) {

    static StoredFile of(DroppedFile file) {
      return new StoredFile(
          file.filename(),
          file.error().isPresent() ? "failed" : "ok",
          file.memories().size(),
          file.memories(),
          file.preview(),
          file.error().orElse(null));
    }
  }
}
