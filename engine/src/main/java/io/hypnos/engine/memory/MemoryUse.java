package io.hypnos.engine.memory;

import io.hypnos.engine.database.Database;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.HandleCallback;

/**
 * Counts how often memories are recalled. Counts are no change of a memory: they move no version
 * and need no index; a crash may lose the last of them.
 */
public final class MemoryUse {
  private static final String TOUCH =
      """
      UPDATE memory
      SET access_count = access_count + 1, last_accessed_at = :now
      WHERE (tenant_id, memory_id) IN (
        SELECT tenant_id, memory_id
        FROM memory
        WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
        ORDER BY memory_id
        FOR UPDATE SKIP LOCKED)
      """;

  private final Database database;
  private final Clock clock;

  MemoryUse(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Counts one recall of each. */
  public void recalled(UUID tenantId, Collection<UUID> ids) {
    if (!ids.isEmpty()) {
      recalled(tenantId, ids, handle -> null);
    }
  }

  /**
   * Counts one recall of each in the transaction that reads what is shown beside them: last,
   * because others pass over rows that are locked and their count is lost.
   */
  public <T> T recalled(
      UUID tenantId, Collection<UUID> ids, HandleCallback<T, RuntimeException> beside) {
    UUID[] ordered = new TreeSet<>(ids).toArray(UUID[]::new);
    return database.inTenantRelaxed(
        tenantId,
        handle -> {
          T read = beside.withHandle(handle);
          handle
              .createUpdate(TOUCH)
              .bind("tenant", tenantId)
              .bind("ids", ordered)
              .bind("now", Timestamp.from(clock.instant()))
              .execute();
          return read;
        });
  }
}
