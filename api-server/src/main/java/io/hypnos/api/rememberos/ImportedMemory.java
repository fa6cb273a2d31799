package io.hypnos.api.rememberos;

import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.NewMemoryBuilder;
import io.hypnos.engine.memory.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A memory of an import. */
record ImportedMemory(NewMemory memory, boolean archived) {
  private static final String USUAL_COLLECTION = "default";
  private static final List<String> TYPES = List.of("fact", "preference", "episode");

  /**
   * Fails when a field is wrong, or when something newer had taken its place.
   *
   * @param into where all go, whatever they say
   */
  static ImportedMemory from(JsonFields fields, Optional<String> into) {
    NewMemory plain = MemoryFields.memory(fields, USUAL_COLLECTION);
    String collection =
        into.orElse(fields.text("collection", 1, CollectionName.LONGEST).orElse(USUAL_COLLECTION));
    boolean latest = fields.flag("is_latest").orElse(true);
    if (!latest) {
      fields.reject("is_latest", "Something newer has taken its place", "value_error");
    }
    boolean pinned = fields.flag("pinned").orElse(false);
    boolean archived = fields.flag("archived").orElse(false);
    Optional<String> type = fields.word("type", TYPES);
    Optional<Instant> createdAt = fields.timestamp("created_at");
    Optional<Instant> expiresAt = fields.timestamp("expires_at");
    fields.check();
    NewMemoryBuilder memory =
        NewMemory.builder(
                CollectionName.require(collection, "body", "collection"),
                plain.content(),
                plain.origin().source())
            .importance(plain.importance())
            .traits(type.map(plain.traits()::withKind).orElse(plain.traits()))
            .metadata(plain.metadata())
            .place(Place.ANYWHERE.withContainerTag(plain.place().containerTag()))
            .pinned(pinned)
            .recordedAt(createdAt)
            .expiresAt(expiresAt);
    return new ImportedMemory(memory.build(), archived);
  }
}
