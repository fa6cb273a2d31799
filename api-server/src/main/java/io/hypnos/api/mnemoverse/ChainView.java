package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.Revisions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An atom among those that it took the place of and those that took its. */
record ChainView(
    @JsonProperty("atom_id") UUID atomId,
    List<Revision> revisions,
    List<UUID> dangling,
    boolean truncated) {

  record Revision(
      UUID id,
      String content,
      String domain,
      List<String> concepts,
      @JsonProperty("created_at") Instant createdAt,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> supersedes,
      @JsonProperty("superseded_by") @JsonInclude(JsonInclude.Include.NON_NULL) UUID supersededBy,
      @JsonProperty("is_head") boolean isHead) {

    static Revision of(Memory memory, List<UUID> supersedes) {
      return new Revision(
          memory.id(),
          memory.content(),
          memory.space(),
          memory.concepts(),
          memory.recordedAt(),
          supersedes,
          memory.life().supersededBy().orElse(null),
          memory.life().supersededBy().isEmpty());
    }
  }

  static ChainView of(UUID atomId, Revisions.Chain chain) {
    return new ChainView(
        atomId,
        chain.memories().stream()
            .map(
                memory ->
                    Revision.of(memory, chain.predecessors().getOrDefault(memory.id(), List.of())))
            .toList(),
        chain.dangling(),
        chain.truncated());
  }
}
