package io.hypnos.engine.memory;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;

/** A new row of the memory table: what to store, for whom, with all that was computed for it. */
record StoredMemory(
    UUID tenantId,
    UUID id,
    NewMemory memory,
    byte[] fingerprint,
    double importance,
    float[] embedding,
    String modelId,
    Optional<UUID> createdBy,
    Instant now) {

  void bindTo(PreparedBatch batch) {
    batch
        .bind("tenant", tenantId)
        .bind("id", id)
        .bind("space", memory.space())
        .bind("content", memory.content())
        .bind("fingerprint", fingerprint)
        .bind("concepts", memory.concepts().toArray(String[]::new))
        .bind("metadata", JsonColumn.write(memory.metadata()))
        .bind("category", memory.category().orElse(null))
        .bind("containerTag", memory.containerTag().orElse(null))
        .bind("source", memory.source())
        .bind("externalRef", memory.externalRef().orElse(null))
        .bind("createdBy", createdBy.orElse(null))
        .bind("provenance", JsonColumn.write(memory.provenance()))
        .bind("importance", importance)
        .bind("now", Timestamp.from(now))
        .bind("embedding", VectorColumn.write(embedding))
        .bind("model", modelId);
  }

  /** The row as it will be read back. */
  Memory asMemory() {
    return new Memory(
        id,
        memory.space(),
        memory.content(),
        memory.concepts(),
        memory.metadata(),
        "episode",
        memory.category(),
        memory.containerTag(),
        memory.source(),
        memory.externalRef(),
        createdBy,
        importance,
        0,
        Memory.State.LIVE,
        now,
        now,
        Optional.empty(),
        embedding,
        modelId,
        1);
  }
}
