package io.hypnos.engine.search;

import io.hypnos.engine.memory.Memory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A change to the documents of a memory. The version decides: an older change never overwrites a
 * newer one.
 */
public sealed interface IndexChange {
  UUID tenantId();

  UUID memoryId();

  long version();

  /**
   * The memory as it stands now.
   *
   * @param before what was said before it in its stream ({@link Precedents})
   */
  record Put(UUID tenantId, Memory memory, Precedent before) implements IndexChange {
    @Override
    public UUID memoryId() {
      return memory.id();
    }

    @Override
    public long version() {
      return memory.rowVersion();
    }
  }

  /** The memory is gone; {@code pieces}: the most documents that it ever had. */
  record Remove(UUID tenantId, UUID memoryId, long version, int pieces) implements IndexChange {}

  /** The memories that changes remove, by tenant. */
  static Map<UUID, List<UUID>> removed(List<IndexChange> changes) {
    Map<UUID, List<UUID>> removed = new LinkedHashMap<>();
    for (IndexChange change : changes) {
      if (change instanceof Remove) {
        removed
            .computeIfAbsent(change.tenantId(), none -> new ArrayList<>())
            .add(change.memoryId());
      }
    }
    return removed;
  }
}
