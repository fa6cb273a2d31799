package io.hypnos.engine.memory;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.event.Outbox;
import io.hypnos.engine.event.Outbox.Change;
import io.hypnos.engine.event.Outbox.Entry;
import io.hypnos.engine.memory.MemoryWriter.Stored;
import io.hypnos.engine.space.SpaceStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.MemoryQuota;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Stores many memories with ids of their own in one transaction: new ones, changed ones, repeats.
 */
final class BulkStore {
  private BulkStore() {}

  static Stored store(
      Handle handle,
      Caller caller,
      List<StoredMemory> rows,
      MemoryStore memories,
      SpaceStore spaces,
      Outbox outbox,
      AuditLog audit,
      MemoryQuota quota) {
    UUID tenantId = caller.tenantId();
    Instant now = rows.get(0).now();
    rows.stream()
        .map(row -> row.memory().space())
        .distinct()
        .sorted()
        .forEach(space -> spaces.ensure(handle, tenantId, space, now));
    boolean[] inserted = memories.insertAll(handle, rows);
    // Repeats cost nothing; the transaction is rolled back when the new ones find no room.
    quota.check(handle, tenantId, caller.plan(), count(inserted));
    List<UUID> ids = rows.stream().map(StoredMemory::id).toList();
    Map<UUID, Memory> present = byId(memories.findByIds(handle, tenantId, ids));
    List<StoredMemory> changed = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    Map<String, Integer> added = new TreeMap<>();
    for (int i = 0; i < rows.size(); i++) {
      StoredMemory row = rows.get(i);
      String space = row.memory().space();
      if (inserted[i]) {
        added.merge(space, 1, Integer::sum);
        entries.add(new Entry(row.id(), space, Change.CREATED, 1));
      } else if (present.containsKey(row.id()) && differs(row, present.get(row.id()))) {
        added.merge(space, 0, Integer::sum);
        changed.add(row);
        entries.add(
            new Entry(row.id(), space, Change.UPDATED, present.get(row.id()).rowVersion() + 1));
      }
    }
    memories.replaceContent(handle, changed);
    List<Long> sequences = outbox.append(handle, tenantId, caller.requestId(), now, entries);
    if (!entries.isEmpty()) {
      String target = rows.get(0).memory().origin().source();
      audit.record(
          handle, caller.actor(), "memory.store", target, Map.of("memories", entries.size()));
    }
    added.forEach((space, count) -> spaces.recordChange(handle, tenantId, space, count, now));
    // Repeats are indexed again as well: it costs little and repairs what an outage left behind.
    return new Stored(memories.findByIds(handle, tenantId, ids), sequences);
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
