package io.hypnos.engine.memory;

import io.hypnos.engine.consolidation.VectorBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Vectors of memories without anything else of them. */
public final class MemoryVectors {
  private static final String READ =
      """
      SELECT memory_id, embedding, pieces
      FROM memory
      WHERE tenant_id = :tenant AND memory_id = ANY(:ids) AND embedding_model = :model
      """;

  /** One vector a memory, the mean of its pieces; none for those of another model. */
  public Map<UUID, float[]> read(Handle handle, UUID tenantId, List<UUID> ids, String modelId) {
    Map<UUID, float[]> vectors = new HashMap<>();
    handle
        .createQuery(READ)
        .bind("tenant", tenantId)
        .bind("ids", ids.toArray(UUID[]::new))
        .bind("model", modelId)
        .map(
            (row, context) ->
                Map.entry(
                    row.getObject("memory_id", UUID.class),
                    VectorColumn.read(row.getBytes("embedding"), row.getInt("pieces"))))
        .forEach(entry -> vectors.put(entry.getKey(), mean(entry.getValue())));
    return vectors;
  }

  private static float[] mean(List<float[]> pieces) {
    return VectorBlock.mean(pieces);
  }
}
