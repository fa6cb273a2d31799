package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.search.SearchResult.Hit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A found atom.
 *
 * @param foundThrough of a prototype, the atom behind it that answers best
 */
record MemoryItem(
    @JsonProperty("atom_id") UUID atomId,
    String content,
    double relevance,
    double similarity,
    double valence,
    double importance,
    String source,
    List<String> concepts,
    String domain,
    Map<String, Object> metadata,
    @JsonProperty("created_at") Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) Author provenance,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> supersedes,
    @JsonProperty("superseded_by") @JsonInclude(JsonInclude.Include.NON_NULL) UUID supersededBy,
    @JsonProperty("found_through") @JsonInclude(JsonInclude.Include.NON_NULL) UUID foundThrough) {

  static MemoryItem of(Hit hit, List<UUID> supersedes) {
    Memory memory = hit.memory();
    return new MemoryItem(
        memory.id(),
        memory.content(),
        hit.relevance(),
        hit.similarity(),
        memory.valence(),
        memory.importance(),
        switch (hit.source()) {
          case EXACT -> "episodic";
          case SEMANTIC -> "semantic";
          case ASSOCIATED, LINKED -> "hebbian";
        },
        memory.concepts(),
        memory.space(),
        memory.metadata(),
        memory.recordedAt(),
        Author.of(memory),
        supersedes,
        memory.life().supersededBy().orElse(null),
        hit.member().orElse(null));
  }
}
