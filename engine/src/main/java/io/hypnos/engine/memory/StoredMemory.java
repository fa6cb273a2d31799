package io.hypnos.engine.memory;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * A new row of the memory table: what to store, for whom, with all that was computed for it.
 *
 * @param rowVersion its first one
 */
record StoredMemory(
    UUID tenantId,
    UUID id,
    NewMemory memory,
    byte[] fingerprint,
    byte[] digest,
    double importance,
    Vectors vectors,
    Optional<UUID> createdBy,
    Instant now,
    long rowVersion) {

  StoredMemory withImportance(double other) {
    return new StoredMemory(
        tenantId, id, memory, fingerprint, digest, other, vectors, createdBy, now, rowVersion);
  }

  StoredMemory withRowVersion(long other) {
    return new StoredMemory(
        tenantId, id, memory, fingerprint, digest, importance, vectors, createdBy, now, other);
  }

  String space() {
    return memory.space();
  }

  Optional<String> externalRef() {
    return memory.origin().externalRef();
  }

  /** When it was first known. */
  Instant recordedAt() {
    return memory.recordedAt().orElse(now);
  }

  void bindTo(PreparedBatch batch) {
    Origin origin = memory.origin();
    Place place = memory.place();
    Traits traits = memory.traits();
    Ownership ownership = memory.ownership();
    batch
        .bind("tenant", tenantId)
        .bind("id", id)
        .bind("space", memory.space())
        .bind("content", memory.content())
        .bind("fingerprint", fingerprint)
        .bind("digest", digest)
        .bind("concepts", memory.concepts().toArray(String[]::new))
        .bind("metadata", JsonColumn.write(memory.metadata()))
        .bind("kind", traits.kind())
        .bind("level", traits.level())
        .bind("category", traits.category().orElse(null))
        .bind("subcategory", traits.subcategory().orElse(null))
        .bind("quality", traits.quality())
        .bind("containerTag", place.containerTag().orElse(null))
        .bind("stream", place.stream().orElse(null))
        .bind("ordinal", place.ordinal())
        .bind("speaker", place.speaker().orElse(null))
        .bind("agent", place.agent().orElse(null))
        .bind("organization", place.organization().orElse(null))
        .bind("owner", ownership.owner().orElse(null))
        .bind("group", ownership.group().orElse(null))
        .bind("mode", ownership.mode().orElse(null))
        .bind("federation", ownership.federationSource().orElse(null))
        .bind("source", origin.source())
        .bind("externalRef", origin.externalRef().orElse(null))
        .bind("foreignId", origin.foreignId().orElse(null))
        .bind("createdBy", createdBy.orElse(null))
        .bind("provenance", JsonColumn.write(origin.provenance()))
        .bind("verbatim", origin.verbatim().orElse(null))
        .bind("episodicKey", origin.episodicKey().orElse(null))
        .bind("importance", importance)
        .bind("pinned", memory.pinned())
        .bind("expiresAt", timestamp(memory.expiresAt()))
        .bind("validFrom", Timestamp.from(memory.validFrom().orElse(recordedAt())))
        .bind("validTo", timestamp(memory.validTo()))
        .bind("recordedAt", Timestamp.from(recordedAt()))
        .bind("now", Timestamp.from(now))
        .bind("embedding", VectorColumn.write(vectors.pieces()))
        .bind("pieces", vectors.count())
        .bind("model", vectors.modelId())
        .bind("rowVersion", rowVersion);
  }

  private static Timestamp timestamp(Optional<Instant> time) {
    return time.map(Timestamp::from).orElse(null);
  }

  /** The row as it will be read back. */
  Memory asMemory() {
    Origin origin = memory.origin();
    return new Memory(
        id,
        memory.space(),
        memory.content(),
        List.copyOf(memory.concepts()),
        memory.metadata(),
        memory.traits(),
        memory.place(),
        memory.ownership(),
        new Origin(
            origin.source(),
            origin.externalRef(),
            origin.foreignId(),
            createdBy,
            origin.provenance(),
            origin.verbatim(),
            origin.episodicKey()),
        Worth.of(importance),
        Life.fresh(memory.pinned(), memory.expiresAt()),
        new Times(
            memory.validFrom().orElse(recordedAt()),
            memory.validTo(),
            recordedAt(),
            Optional.empty(),
            now),
        vectors,
        vectors.count(),
        rowVersion);
  }
}
