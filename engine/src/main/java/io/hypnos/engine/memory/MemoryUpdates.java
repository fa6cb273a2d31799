package io.hypnos.engine.memory;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes changed memories back, every column that can change, in one statement each. */
final class MemoryUpdates {
  private static final String WRITE_BACK =
      """
      UPDATE memory
      SET space = :space, content = :content, fingerprint = :fingerprint, content_digest = :digest,
          concepts = :concepts, metadata = :metadata::jsonb, kind = :kind, level = :level,
          category = :category, subcategory = :subcategory, quality = :quality,
          container_tag = :containerTag, stream = :stream, speaker = :speaker, agent = :agent,
          organization = :organization, owner_id = :owner, group_id = :group,
          permission_mode = :mode, provenance = :provenance::jsonb, verbatim = :verbatim,
          importance = :importance, valence = :valence, outcome_count = :outcomeCount,
          state = :state, superseded_by = :supersededBy, consolidated_into = :consolidatedInto,
          pinned = :pinned, protected = :protected, stale = :stale, archived_at = :archivedAt,
          expires_at = :expiresAt, valid_from = :validFrom, valid_to = :validTo,
          retired_at = :retiredAt, updated_at = :updatedAt, embedding = :embedding,
          pieces = :pieces, most_pieces = :mostPieces, embedding_model = :model,
          row_version = :version
      WHERE tenant_id = :tenant AND memory_id = :id AND row_version = :version - 1
      """;

  private MemoryUpdates() {}

  /** The rows must be locked and their versions one above what is stored. */
  static void writeBack(Handle handle, UUID tenantId, List<Memory> memories) {
    if (memories.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(WRITE_BACK);
    for (Memory memory : memories) {
      bind(batch, tenantId, memory);
      batch.add();
    }
    int[] counts = batch.execute();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 1) {
        throw new IllegalStateException("lost the row of memory " + memories.get(i).id());
      }
    }
  }

  private static void bind(PreparedBatch batch, UUID tenantId, Memory memory) {
    batch
        .bind("tenant", tenantId)
        .bind("id", memory.id())
        .bind("version", memory.rowVersion())
        .bind("space", memory.space())
        .bind("content", memory.content())
        .bind("fingerprint", Fingerprint.of(memory.content()))
        .bind("digest", ContentDigest.of(memory.content()))
        .bind("concepts", memory.concepts().toArray(String[]::new))
        .bind("metadata", JsonColumn.write(memory.metadata()))
        .bind("provenance", JsonColumn.write(memory.origin().provenance()))
        .bind("verbatim", memory.origin().verbatim().orElse(null))
        .bind("embedding", VectorColumn.write(memory.vectors().pieces()))
        .bind("pieces", memory.vectors().count())
        .bind("mostPieces", memory.mostPieces())
        .bind("model", memory.vectors().modelId());
    bindTraits(batch, memory);
    bindLife(batch, memory);
  }

  private static void bindTraits(PreparedBatch batch, Memory memory) {
    batch
        .bind("kind", memory.traits().kind())
        .bind("level", memory.traits().level())
        .bind("category", memory.traits().category().orElse(null))
        .bind("subcategory", memory.traits().subcategory().orElse(null))
        .bind("quality", memory.traits().quality())
        .bind("containerTag", memory.place().containerTag().orElse(null))
        .bind("stream", memory.place().stream().orElse(null))
        .bind("speaker", memory.place().speaker().orElse(null))
        .bind("agent", memory.place().agent().orElse(null))
        .bind("organization", memory.place().organization().orElse(null))
        .bind("owner", memory.ownership().owner().orElse(null))
        .bind("group", memory.ownership().group().orElse(null))
        .bind("mode", memory.ownership().mode().orElse(null));
  }

  private static void bindLife(PreparedBatch batch, Memory memory) {
    Life life = memory.life();
    Times times = memory.times();
    batch
        .bind("importance", memory.importance())
        .bind("valence", memory.valence())
        .bind("outcomeCount", memory.worth().outcomeCount())
        .bind("state", life.state().name().toLowerCase(Locale.ROOT))
        .bind("supersededBy", life.supersededBy().orElse(null))
        .bind("consolidatedInto", life.consolidatedInto().orElse(null))
        .bind("pinned", life.pinned())
        .bind("protected", life.isProtected())
        .bind("stale", life.stale())
        .bind("archivedAt", timestamp(life.archivedAt()))
        .bind("expiresAt", timestamp(life.expiresAt()))
        .bind("validFrom", Timestamp.from(times.validFrom()))
        .bind("validTo", timestamp(times.validTo()))
        .bind("retiredAt", timestamp(times.retiredAt()))
        .bind("updatedAt", Timestamp.from(times.updatedAt()));
  }

  private static Timestamp timestamp(Optional<Instant> time) {
    return time.map(Timestamp::from).orElse(null);
  }
}
