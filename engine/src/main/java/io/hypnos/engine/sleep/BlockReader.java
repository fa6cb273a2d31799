package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.VectorBlock;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.memory.MemoryVectors;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The memories of a space whose ids lie in one of so many equal stretches of all ids. Ids are
 * spread evenly, so the blocks are about equal, and every worker knows them without being told.
 */
final class BlockReader {
  private static final int PAGE = 1000;

  private static final String IDS =
      """
      SELECT memory_id, row_version
      FROM memory
      WHERE tenant_id = :tenant AND space = :space AND state = 'live' AND archived_at IS NULL
        AND (expires_at IS NULL OR expires_at > :now)
        AND memory_id >= :low AND (:high::uuid IS NULL OR memory_id < :high)
      ORDER BY memory_id
      """;

  private final Database database;
  private final MemoryVectors vectors = new MemoryVectors();
  private final Clock clock;

  BlockReader(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Memories with their versions and vectors. */
  record Block(List<UUID> ids, List<Long> versions, VectorBlock vectors) {}

  Block read(UUID tenantId, String space, String modelId, int number, int of) {
    List<UUID> ids = new ArrayList<>();
    List<Long> versions = new ArrayList<>();
    database.inTenant(
        tenantId,
        handle -> {
          handle
              .createQuery(IDS)
              .bind("tenant", tenantId)
              .bind("space", space)
              .bind("now", Timestamp.from(clock.instant()))
              .bind("low", edge(number, of))
              .bind("high", number + 1 == of ? null : edge(number + 1, of))
              .map(
                  (row, context) -> {
                    ids.add(row.getObject("memory_id", UUID.class));
                    return row.getLong("row_version");
                  })
              .forEach(versions::add);
          return null;
        });
    Map<UUID, float[]> found = new HashMap<>();
    for (int from = 0; from < ids.size(); from += PAGE) {
      List<UUID> page = ids.subList(from, Math.min(ids.size(), from + PAGE));
      found.putAll(
          database.inTenant(tenantId, handle -> vectors.read(handle, tenantId, page, modelId)));
    }
    List<float[]> inOrder = new ArrayList<>(ids.size());
    ids.forEach(id -> inOrder.add(found.get(id)));
    return new Block(ids, versions, VectorBlock.of(0, inOrder));
  }

  /** Where a block begins; PostgreSQL orders ids as unsigned bytes. */
  private static UUID edge(int number, int of) {
    if (number == 0) {
      return new UUID(0, 0);
    }
    long step = Long.divideUnsigned(-1L, of);
    return new UUID(step * number, 0);
  }
}
