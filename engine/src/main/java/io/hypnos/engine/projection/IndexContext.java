package io.hypnos.engine.projection;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryStore;
import io.hypnos.engine.search.IndexChange;
import io.hypnos.engine.search.MemoryIndex;
import io.hypnos.engine.search.Precedent;
import io.hypnos.engine.search.Precedents;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Memories are found by what was said before them, too: what they take with them into the index.
 */
final class IndexContext {
  private final Database database;
  private final MemoryIndex index;
  private final MemoryStore memories;

  IndexContext(Database database, MemoryIndex index, MemoryStore memories) {
    this.database = database;
    this.index = index;
    this.memories = memories;
  }

  List<IndexChange> puts(UUID tenantId, Collection<Memory> changed) {
    if (Precedents.isWorthwhile(changed)) {
      return database.inTenant(tenantId, handle -> Precedents.puts(handle, tenantId, changed));
    }
    return changed.stream()
        .map(memory -> (IndexChange) new IndexChange.Put(tenantId, memory, Precedent.NONE))
        .toList();
  }

  /** Takes the words of memories that are gone out of those that were found by them. */
  List<IndexChange> followers(UUID tenantId, Collection<UUID> gone) {
    List<UUID> followers = index.followers(tenantId, gone);
    return followers.isEmpty()
        ? List.of()
        : database.inTenant(
            tenantId,
            handle ->
                Precedents.puts(handle, tenantId, memories.findByIds(handle, tenantId, followers)));
  }
}
