package io.hypnos.engine.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to change of a memory; what is absent stays.
 *
 * @param category present and empty inside: takes the category away
 */
public record MemoryPatch(
    Optional<String> content,
    Optional<List<String>> concepts,
    Optional<Map<String, Object>> metadata,
    Optional<Double> importance,
    Optional<Optional<String>> category,
    Optional<Optional<String>> subcategory,
    Optional<Optional<String>> verbatim,
    Optional<Integer> mode,
    Optional<Integer> quality) {
  public static final MemoryPatch NOTHING =
      new MemoryPatch(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public boolean isEmpty() {
    return equals(NOTHING);
  }

  public MemoryPatch withContent(String other) {
    return new MemoryPatch(
        Optional.of(other),
        concepts,
        metadata,
        importance,
        category,
        subcategory,
        verbatim,
        mode,
        quality);
  }

  public MemoryPatch withMetadata(Map<String, Object> other) {
    return new MemoryPatch(
        content,
        concepts,
        Optional.of(other),
        importance,
        category,
        subcategory,
        verbatim,
        mode,
        quality);
  }

  public MemoryPatch withImportance(double other) {
    return new MemoryPatch(
        content,
        concepts,
        metadata,
        Optional.of(other),
        category,
        subcategory,
        verbatim,
        mode,
        quality);
  }

  public MemoryPatch withCategory(Optional<String> other) {
    return new MemoryPatch(
        content,
        concepts,
        metadata,
        importance,
        Optional.of(other),
        subcategory,
        verbatim,
        mode,
        quality);
  }

  /** The memory with all but the text changed. */
  Memory appliedBesideText(Memory memory) {
    Traits traits = memory.traits();
    Origin origin = memory.origin();
    Ownership ownership = memory.ownership();
    return memory
        .withConcepts(concepts.orElse(memory.concepts()))
        .withMetadata(metadata.orElse(memory.metadata()))
        .withWorth(memory.worth().withImportance(importance.orElse(memory.importance())))
        .withTraits(
            new Traits(
                traits.kind(),
                traits.level(),
                category.orElse(traits.category()),
                subcategory.orElse(traits.subcategory()),
                quality.orElse(traits.quality())))
        .withOrigin(
            new Origin(
                origin.source(),
                origin.externalRef(),
                origin.foreignId(),
                origin.createdBy(),
                origin.provenance(),
                verbatim.orElse(origin.verbatim()),
                origin.episodicKey()))
        .withOwnership(
            new Ownership(
                ownership.owner(),
                ownership.group(),
                mode.or(ownership::mode),
                ownership.federationSource()));
  }
}
