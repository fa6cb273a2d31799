package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.Traits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An atom with all that is known of it.
 *
 * @param atomId the same as {@code id}: lists call it so
 * @param consolidatedInto the prototype that it went into; left out when there is none
 */
record AtomEnvelope(
    UUID id,
    @JsonProperty("atom_id") UUID atomId,
    String content,
    List<String> concepts,
    @JsonProperty("atom_type") String atomType,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("last_accessed_at") Instant lastAccessedAt,
    @JsonProperty("access_count") int accessCount,
    double importance,
    double valence,
    @JsonProperty("outcome_count") int outcomeCount,
    @JsonProperty("is_protected") boolean isProtected,
    String domain,
    @JsonProperty("external_ref") String externalRef,
    Map<String, Object> metadata,
    List<UUID> supersedes,
    @JsonProperty("superseded_by") UUID supersededBy,
    @JsonProperty("consolidated_into") @JsonInclude(JsonInclude.Include.NON_NULL)
        UUID consolidatedInto,
    @JsonInclude(JsonInclude.Include.NON_NULL) Author provenance) {

  static AtomEnvelope of(Memory memory, List<UUID> supersedes) {
    return new AtomEnvelope(
        memory.id(),
        memory.id(),
        memory.content(),
        memory.concepts(),
        type(memory),
        memory.recordedAt(),
        memory.worth().lastAccessedAt().orElse(memory.recordedAt()),
        memory.worth().accessCount(),
        memory.importance(),
        memory.valence(),
        memory.worth().outcomeCount(),
        memory.life().isProtected(),
        memory.space(),
        memory.origin().externalRef().orElse(null),
        memory.metadata(),
        supersedes,
        memory.life().supersededBy().orElse(null),
        memory.life().consolidatedInto().orElse(null),
        Author.of(memory));
  }

  private static String type(Memory memory) {
    if (memory.life().isProtected()) {
      return "singleton";
    }
    return memory.traits().kind().equals(Traits.PROTOTYPE) ? "prototype" : "episode";
  }
}
