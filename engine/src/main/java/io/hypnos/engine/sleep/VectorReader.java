package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.VectorBlock;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryStore;
import io.hypnos.engine.memory.MemoryVectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Texts and vectors of the memories of a cut, as much at a time as is asked for. */
final class VectorReader {
  private static final int PAGE = 1000;

  private final Database database;
  private final MemoryStore memories;
  private final MemoryVectors vectors;

  public VectorReader(Database database, MemoryStore memories) {
    this.database = database;
    this.memories = memories;
    this.vectors = new MemoryVectors();
  }

  /** A stretch of the cut, ready to be compared. What has gone since has no vector. */
  public VectorBlock block(Cut cut, int from, int to) {
    List<UUID> ids = cut.ids(from, to);
    Map<UUID, float[]> found = new HashMap<>();
    for (int start = 0; start < ids.size(); start += PAGE) {
      List<UUID> page = ids.subList(start, Math.min(ids.size(), start + PAGE));
      found.putAll(
          database.inTenant(
              cut.tenantId(), handle -> vectors.read(handle, cut.tenantId(), page, cut.modelId())));
    }
    List<float[]> block = new ArrayList<>(ids.size());
    ids.forEach(id -> block.add(found.get(id)));
    return VectorBlock.of(from, block);
  }

  /** Hands over memories page by page, as they stand now. */
  public void forEach(UUID tenantId, List<UUID> ids, Consumer<Memory> consumer) {
    for (int start = 0; start < ids.size(); start += PAGE) {
      List<UUID> page = ids.subList(start, Math.min(ids.size(), start + PAGE));
      database
          .inTenant(tenantId, handle -> memories.findByIds(handle, tenantId, page))
          .forEach(consumer);
    }
  }
}
