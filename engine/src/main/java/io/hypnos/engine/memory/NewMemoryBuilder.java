package io.hypnos.engine.memory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts a new memory together; what is not said stays as usual. */
public final class NewMemoryBuilder {
  private final String space;
  private final String content;
  private Origin origin;
  private Optional<UUID> id = Optional.empty();
  private List<String> concepts = List.of();
  private Map<String, Object> metadata = Map.of();
  private Traits traits = Traits.PLAIN;
  private Place place = Place.ANYWHERE;
  private Ownership ownership = Ownership.OF_THE_SPACE;
  private Optional<Double> importance = Optional.empty();
  private boolean pinned;
  private Optional<Instant> validFrom = Optional.empty();
  private Optional<Instant> validTo = Optional.empty();
  private Optional<Instant> expiresAt = Optional.empty();
  private Optional<Instant> recordedAt = Optional.empty();
  private List<UUID> supersedes = List.of();
  private List<UUID> derivedFrom = List.of();
  private List<NewMemory.RelatedTo> relations = List.of();

  private NewMemoryBuilder(String space, String content, Origin origin) {
    this.space = space;
    this.content = content;
    this.origin = origin;
  }

  static NewMemoryBuilder of(String space, String content, String source) {
    return new NewMemoryBuilder(space, content, Origin.of(source));
  }

  public NewMemoryBuilder id(UUID value) {
    this.id = Optional.of(value);
    return this;
  }

  public NewMemoryBuilder concepts(List<String> value) {
    this.concepts = value;
    return this;
  }

  public NewMemoryBuilder metadata(Map<String, Object> value) {
    this.metadata = value;
    return this;
  }

  public NewMemoryBuilder traits(Traits value) {
    this.traits = value;
    return this;
  }

  public NewMemoryBuilder place(Place value) {
    this.place = value;
    return this;
  }

  public NewMemoryBuilder ownership(Ownership value) {
    this.ownership = value;
    return this;
  }

  public NewMemoryBuilder origin(Origin value) {
    this.origin = value;
    return this;
  }

  public NewMemoryBuilder importance(Optional<Double> value) {
    this.importance = value;
    return this;
  }

  public NewMemoryBuilder pinned(boolean value) {
    this.pinned = value;
    return this;
  }

  public NewMemoryBuilder validFrom(Optional<Instant> value) {
    this.validFrom = value;
    return this;
  }

  public NewMemoryBuilder validTo(Optional<Instant> value) {
    this.validTo = value;
    return this;
  }

  public NewMemoryBuilder expiresAt(Optional<Instant> value) {
    this.expiresAt = value;
    return this;
  }

  public NewMemoryBuilder recordedAt(Optional<Instant> value) {
    this.recordedAt = value;
    return this;
  }

  public NewMemoryBuilder supersedes(List<UUID> value) {
    this.supersedes = value;
    return this;
  }

  public NewMemoryBuilder derivedFrom(List<UUID> value) {
    this.derivedFrom = value;
    return this;
  }

  public NewMemoryBuilder relations(List<NewMemory.RelatedTo> value) {
    this.relations = value;
    return this;
  }

  public NewMemory build() {
    return new NewMemory(
        id,
        space,
        content,
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
}
