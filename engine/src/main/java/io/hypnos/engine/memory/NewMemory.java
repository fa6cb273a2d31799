package io.hypnos.engine.memory;

import io.hypnos.engine.graph.EdgeOrigin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody wants remembered.
 *
 * @param id given when the id follows from the source, so that a replay lands on the same row
 * @param importance given when the writer knows better than the score
 * @param validFrom when it happened; absent: now
 * @param recordedAt when it was first known, for what is imported; absent: now
 * @param supersedes memories that it takes the place of, all or nothing
 * @param relations to memories that stay as they are
 * @param derivedFrom memories that it was made from: it goes when the last of them goes
 */
public record NewMemory(
    Optional<UUID> id,
    String space,
    String content,
    List<String> concepts,
    Map<String, Object> metadata,
    Traits traits,
    Place place,
    Ownership ownership,
    Origin origin,
    Optional<Double> importance,
    boolean pinned,
    Optional<Instant> validFrom,
    Optional<Instant> validTo,
    Optional<Instant> expiresAt,
    Optional<Instant> recordedAt,
    List<UUID> supersedes,
    List<UUID> derivedFrom,
    List<RelatedTo> relations) {

  public NewMemory {
    concepts = List.copyOf(concepts);
    supersedes = List.copyOf(supersedes);
    derivedFrom = List.copyOf(derivedFrom);
    relations = List.copyOf(relations);
  }

  /** An edge to draw with the memory. */
  public record RelatedTo(UUID memory, String relation, EdgeOrigin origin) {}

  public static NewMemory text(String space, String content, String source) {
    return NewMemoryBuilder.of(space, content, source).build();
  }

  public static NewMemoryBuilder builder(String space, String content, String source) {
    return NewMemoryBuilder.of(space, content, source);
  }

  NewMemory withContent(String other) {
    return new NewMemory(
        id,
        space,
        other,
        concepts,
        metadata,
        traits,
        place,
        ownership,
        origin,
        importance,
        pinned,
        validFrom,
        validTo,
        expiresAt,
        recordedAt,
        supersedes,
        derivedFrom,
        relations);
  }

  public NewMemory withConcepts(List<String> others) {
    return new NewMemory(
        id,
        space,
        content,
        others,
        metadata,
        traits,
        place,
        ownership,
        origin,
        importance,
        pinned,
        validFrom,
        validTo,
        expiresAt,
        recordedAt,
        supersedes,
        derivedFrom,
        relations);
  }

  /** Where it says no order of its own, it has this one. */
  NewMemory orElseAt(int position) {
    return place.ordinal() == 0 && position != 0 ? with(place.at(position), validFrom) : this;
  }

  NewMemory with(Place otherPlace, Optional<Instant> otherValidFrom) {
    return new NewMemory(
        id,
        space,
        content,
        concepts,
        metadata,
        traits,
        otherPlace,
        ownership,
        origin,
        importance,
        pinned,
        otherValidFrom,
        validTo,
        expiresAt,
        recordedAt,
        supersedes,
        derivedFrom,
        relations);
  }
}
