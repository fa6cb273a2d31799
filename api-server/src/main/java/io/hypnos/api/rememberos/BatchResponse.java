package io.hypnos.api.rememberos;

import io.hypnos.engine.job.BatchProgress;
import java.util.List;

/** How far a batch is; the items are an addition of ours. */
record BatchResponse(
    int total, int done, int failed, int pending, boolean complete, List<Item> items) {

  /**
   * @param reason why it failed, null otherwise
   */
  record Item(String filename, String state, int memories, String reason) {}

  static BatchResponse of(BatchProgress progress) {
    return new BatchResponse(
        progress.total(),
        progress.done(),
        progress.failed(),
        progress.pending(),
        progress.complete(),
        progress.items().stream().map(BatchResponse::item).toList());
  }

  private static Item item(BatchProgress.Item item) {
    return new Item(
        item.filename(),
        item.state().name().toLowerCase(java.util.Locale.ROOT),
        item.memories(),
        item.reason().orElse(null));
  }
}
