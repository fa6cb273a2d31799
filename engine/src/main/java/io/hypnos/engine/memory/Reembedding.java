package io.hypnos.engine.memory;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.embedding.Priority;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Gives memories whose vectors another model made new ones. A vector is no part of what a memory
 * says, so its version and history stay; a text that changes meanwhile keeps the vectors of its own
 * writer.
 */
public final class Reembedding {
  private static final String SET_VECTORS =
      """
      UPDATE memory
      SET embedding = :embedding, pieces = :pieces, most_pieces = greatest(most_pieces, :pieces),
          embedding_model = :model
      WHERE tenant_id = :tenant AND memory_id = :id AND row_version = :version
      """;

  private final Database database;
  private final MemoryStore memories;
  private final EmbeddingModel embedding;

  public Reembedding(Database database, MemoryStore memories, EmbeddingModel embedding) {
    this.database = database;
    this.memories = memories;
    this.embedding = embedding;
  }

  /** The model in use. */
  public String modelId() {
    return embedding.modelId();
  }

  /** Embeds those of the memories anew that need it, and says how many did. */
  public int refresh(UUID tenantId, List<UUID> ids) {
    List<Memory> foreign =
        database.inTenant(tenantId, handle -> memories.findByIds(handle, tenantId, ids)).stream()
            .filter(memory -> !memory.vectors().modelId().equals(embedding.modelId()))
            .toList();
    if (foreign.isEmpty()) {
      return 0;
    }
    List<List<float[]>> vectors =
        embedding.embedPieces(foreign.stream().map(Memory::content).toList(), Priority.BULK);
    database.inTenant(
        tenantId,
        handle -> {
          PreparedBatch batch = handle.prepareBatch(SET_VECTORS);
          for (int i = 0; i < foreign.size(); i++) {
            batch
                .bind("tenant", tenantId)
                .bind("id", foreign.get(i).id())
                .bind("version", foreign.get(i).rowVersion())
                .bind("embedding", VectorColumn.write(vectors.get(i)))
                .bind("pieces", vectors.get(i).size())
                .bind("model", embedding.modelId())
                .add();
          }
          return batch.execute();
        });
    return foreign.size();
  }
}
