package io.hypnos.engine.memory;

import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Visibility;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Memories that a search proposes, as far as they can be seen, and those with a text's fingerprint.
 */
public final class LiveMemories {
  private LiveMemories() {}

  public static List<Memory> find(
      Handle handle, Visibility visibility, List<UUID> ids, byte[] fingerprint) {
    Condition visible = SqlVisibility.of(visibility);
    return visible
        .bindTo(
            handle.createQuery(
                "SELECT "
                    + MemoryMapper.COLUMNS
                    + "\nFROM memory\nWHERE (memory_id = ANY(:ids) OR memory_id IN (\n"
                    + "    SELECT memory_id FROM memory\n"
                    + "    WHERE tenant_id = :seeTenant AND fingerprint = :fingerprint\n"
                    + "      AND state = 'live'))\n  AND "
                    + visible.sql()))
        .bind("ids", ids.toArray(UUID[]::new))
        .bind("fingerprint", fingerprint)
        .map(MemoryStore.MAPPER)
        .list();
  }
}
