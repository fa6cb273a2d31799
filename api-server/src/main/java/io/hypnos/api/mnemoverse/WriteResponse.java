package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.memory.WriteOutcome;
import java.util.List;
import java.util.UUID;

/** What became of a write. A refusal is an answer, not an error. */
record WriteResponse(
    boolean stored,
    @JsonProperty("atom_id") UUID atomId,
    double importance,
    String reason,
    List<UUID> superseded) {

  static WriteResponse of(WriteOutcome outcome) {
    return new WriteResponse(
        outcome.stored(),
        outcome.id().orElse(null),
        outcome.importance(),
        outcome.reason(),
        outcome.superseded());
  }
}
