package io.hypnos.engine.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody wants remembered.
 *
 * @param id given when the id follows from the source, so that a replay lands on the same row
 * @param source how it came: {@code api}, {@code drop}, …
 * @param provenance what it was made from: file, page, heading, chunk, batch
 */
public record NewMemory(
    Optional<UUID> id,
    String space,
    String content,
    List<String> concepts,
    Map<String, Object> metadata,
    String source,
    Optional<String> externalRef,
    Optional<String> containerTag,
    Optional<String> category,
    Optional<Double> importance,
    Map<String, Object> provenance) {

  public NewMemory {
    concepts = List.copyOf(concepts);
  }

  public static NewMemory text(String space, String content, String source) {
    return new NewMemory(
        Optional.empty(),
        space,
        content,
        List.of(),
        Map.of(),
        source,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }
}
