package io.hypnos.engine.memory;

import io.hypnos.engine.importance.Importance;
import io.hypnos.engine.space.SpaceStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.MemoryQuota;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Stores memories whose ids follow from their source in one transaction: new ones, changed ones,
 * repeats.
 */
final class SourceStore {
  private final MemoryStore memories;
  private final SpaceStore spaces;
  private final MemoryQuota quota;
  private final MemoryLedger ledger;
  private final DocumentLinks links;

  SourceStore(
      MemoryStore memories,
      SpaceStore spaces,
      MemoryQuota quota,
      MemoryLedger ledger,
      DocumentLinks links) {
    this.memories = memories;
    this.spaces = spaces;
    this.quota = quota;
    this.ledger = ledger;
    this.links = links;
  }

  /** The rows as they stand now and the outbox entries of the changes. */
  record Stored(List<Memory> memories, List<Long> sequences) {}

  Stored store(Handle handle, Caller caller, List<StoredMemory> unvalued, Instant now) {
    UUID tenantId = caller.tenantId();
    List<StoredMemory> rows = unvalued.stream().map(SourceStore::valued).toList();
    rows.stream()
        .map(StoredMemory::space)
        .distinct()
        .sorted()
        .forEach(space -> spaces.ensure(handle, tenantId, space, now));
    List<UUID> ids = rows.stream().map(StoredMemory::id).toList();
    Map<UUID, Memory> before = byId(memories.lock(handle, tenantId, ids));
    boolean[] inserted = memories.insertAll(handle, rows);
    // Repeats cost nothing; the transaction is rolled back when the new ones find no room.
    quota.check(handle, tenantId, caller.plan(), count(inserted));
    List<StoredMemory> changed = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      StoredMemory row = rows.get(i);
      if (!inserted[i] && before.containsKey(row.id()) && differs(row, before.get(row.id()))) {
        changed.add(row);
      }
    }
    memories.replaceContent(handle, changed);
    Map<UUID, Memory> after = byId(memories.findByIds(handle, tenantId, ids));
    List<StoredMemory> touched = new ArrayList<>(changed);
    List<MemoryChange> changes = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (inserted[i]) {
        touched.add(rows.get(i));
        changes.add(MemoryChange.created(after.get(rows.get(i).id())));
      }
    }
    changed.forEach(
        row -> changes.add(MemoryChange.updated(before.get(row.id()), after.get(row.id()))));
    links.link(handle, tenantId, touched, now);
    List<Long> sequences = ledger.record(handle, caller, "memory.store", changes, now);
    // Repeats are indexed again as well: it costs little and repairs what an outage left behind.
    return new Stored(List.copyOf(after.values()), sequences);
  }

  private static StoredMemory valued(StoredMemory row) {
    return row.withImportance(
        row.memory()
            .importance()
            .orElseGet(() -> Importance.ofNovel(row.memory().content()).score()));
  }

  private static int count(boolean[] inserted) {
    int count = 0;
    for (boolean each : inserted) {
      count += each ? 1 : 0;
    }
    return count;
  }

  private static boolean differs(StoredMemory row, Memory present) {
    return !row.memory().content().equals(present.content())
        || !row.vectors().sameAs(present.vectors());
  }

  private static Map<UUID, Memory> byId(List<Memory> memories) {
    return memories.stream().collect(Collectors.toMap(Memory::id, Function.identity()));
  }
}
