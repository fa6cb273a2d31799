package io.hypnos.engine.memory;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a memory came from.
 *
 * @param source the way in: {@code api}, {@code drop}, {@code connector:slack}, …
 * @param externalRef the writer's own name for it, unique in the tenant
 * @param foreignId its id in the system it was imported from
 * @param createdBy the key that wrote it
 * @param provenance what it was made from: file, page, chunk, record, model, agent, other memories
 * @param verbatim the original wording, when the content is another
 * @param episodicKey names the episode for exact look-up in place of the text
 */
public record Origin(
    String source,
    Optional<String> externalRef,
    Optional<String> foreignId,
    Optional<UUID> createdBy,
    Map<String, Object> provenance,
    Optional<String> verbatim,
    Optional<String> episodicKey) {

  public static Origin of(String source) {
    return new Origin(
        source,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  public Origin withExternalRef(Optional<String> other) {
    return new Origin(source, other, foreignId, createdBy, provenance, verbatim, episodicKey);
  }

  public Origin withProvenance(Map<String, Object> other) {
    return new Origin(source, externalRef, foreignId, createdBy, other, verbatim, episodicKey);
  }

  public Origin withEpisodicKey(Optional<String> other) {
    return new Origin(source, externalRef, foreignId, createdBy, provenance, verbatim, other);
  }
}
