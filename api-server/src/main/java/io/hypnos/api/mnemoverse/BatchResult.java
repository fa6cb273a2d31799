package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.memory.WriteOutcome;
import java.util.List;
import java.util.UUID;

/** What became of a batch, item by item in its order. */
record BatchResult(
    @JsonProperty("total_count") int totalCount,
    @JsonProperty("stored_count") int storedCount,
    List<Item> results) {

  /**
   * @param reason why it was stored or refused; empty when it failed
   * @param error why it failed, or {@code null}; a refusal is no failure
   */
  record Item(
      int index,
      boolean stored,
      @JsonProperty("atom_id") UUID atomId,
      double importance,
      String reason,
      String error) {

    static Item failed(int index, String error) {
      return new Item(index, false, null, 0, "", error);
    }

    static Item of(int index, WriteOutcome outcome) {
      return outcome
          .failure()
          .map(failure -> failed(index, failure.getMessage()))
          .orElseGet(
              () ->
                  new Item(
                      index,
                      outcome.stored(),
                      outcome.id().orElse(null),
                      outcome.importance(),
                      outcome.reason(),
                      null));
    }
  }

  static BatchResult of(List<Item> items) {
    return new BatchResult(
        items.size(), (int) items.stream().filter(Item::stored).count(), List.copyOf(items));
  }
}
