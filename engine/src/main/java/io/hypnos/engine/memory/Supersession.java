package io.hypnos.engine.memory;

import io.hypnos.engine.tenancy.Caller;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Memories that new ones take the place of: kept, retired, and pointing to their successor. What
 * had one already points to the newest; when it was retired first stays.
 */
final class Supersession {
  private static final String RETIRE =
      """
      UPDATE memory
      SET state = 'superseded', superseded_by = :by, updated_at = :now,
          retired_at = CASE WHEN state = 'superseded' THEN retired_at ELSE :now END,
          row_version = row_version + 1
      WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
        AND state IN ('live', 'consolidated', 'superseded')
      RETURNING
      """
          + MemoryMapper.COLUMNS;

  private final MemoryStore memories;
  private final Dissolution dissolution;

  Supersession(MemoryStore memories, Dissolution dissolution) {
    this.memories = memories;
    this.dissolution = dissolution;
  }

  /** The memories that new ones refer to, locked in the order of their ids. */
  Map<UUID, Memory> lockRelated(Handle handle, UUID tenantId, List<StoredMemory> rows) {
    TreeSet<UUID> ids = new TreeSet<>();
    for (StoredMemory row : rows) {
      ids.addAll(row.memory().supersedes());
      ids.addAll(row.memory().derivedFrom());
    }
    Map<UUID, Memory> found = new HashMap<>();
    memories
        .lock(handle, tenantId, List.copyOf(ids))
        .forEach(memory -> found.put(memory.id(), memory));
    return found;
  }

  /** Retires what the rows replace and returns it as it stands now. */
  List<Memory> apply(
      Handle handle,
      UUID tenantId,
      List<StoredMemory> rows,
      Map<UUID, Memory> related,
      Instant now) {
    List<Memory> retired = new ArrayList<>();
    for (StoredMemory row : rows) {
      List<UUID> ids = row.memory().supersedes().stream().filter(related::containsKey).toList();
      if (!ids.isEmpty()) {
        retired.addAll(
            handle
                .createQuery(RETIRE)
                .bind("tenant", tenantId)
                .bind("ids", ids.toArray(UUID[]::new))
                .bind("by", row.id())
                .bind("now", Timestamp.from(now))
                .map(MemoryStore.MAPPER)
                .list());
      }
    }
    return retired;
  }

  /** Takes apart what spoke for retired memories. */
  MemoryRemover.Done settle(Handle handle, Caller caller, List<Memory> retired) {
    return dissolution.of(handle, caller, retired.stream().map(Memory::id).toList());
  }
}
