package io.hypnos.engine.memory;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.event.Outbox;
import io.hypnos.engine.event.Outbox.Entry;
import io.hypnos.engine.space.SpaceStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.version.Change;
import io.hypnos.engine.version.Versions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What every change of memories leaves behind, in the transaction that made it: versions, outbox
 * entries, one entry of the audit, and the new versions of the spaces. The spaces come last,
 * because their rows are locked until the transaction ends.
 */
final class MemoryLedger {
  private final Outbox outbox;
  private final AuditLog audit;
  private final SpaceStore spaces;
  private final Versions versions;

  MemoryLedger(Outbox outbox, AuditLog audit, SpaceStore spaces, Versions versions) {
    this.outbox = outbox;
    this.audit = audit;
    this.spaces = spaces;
    this.versions = versions;
  }

  /** Records changes and returns the sequence numbers of their outbox entries. */
  List<Long> record(
      Handle handle, Caller caller, String action, List<MemoryChange> changes, Instant now) {
    List<Long> sequences = recordBeforeSpaces(handle, caller, action, changes, now);
    recordInSpaces(handle, caller.tenantId(), changes, now);
    return sequences;
  }

  /**
   * The same without the spaces, for a transaction in which several callers change memories: it
   * ends with {@link #recordInSpaces} for all of them.
   */
  List<Long> recordBeforeSpaces(
      Handle handle, Caller caller, String action, List<MemoryChange> changes, Instant now) {
    if (changes.isEmpty()) {
      return List.of();
    }
    commitVersions(handle, caller, changes, now);
    List<Entry> entries = changes.stream().map(MemoryLedger::entry).toList();
    List<Long> sequences =
        outbox.append(handle, caller.tenantId(), caller.requestId(), now, entries);
    audit.record(handle, caller.actor(), action, target(changes), detail(changes));
    return sequences;
  }

  /** Locks the spaces in the order of their names, so that transactions never wait in a circle. */
  void recordInSpaces(Handle handle, UUID tenantId, List<MemoryChange> changes, Instant now) {
    Map<String, Integer> counts = new TreeMap<>();
    for (MemoryChange change : changes) {
      counts.merge(change.memory().space(), change.countsInSpace(), Integer::sum);
      change.movedFrom().ifPresent(left -> counts.merge(left, -1, Integer::sum));
    }
    counts.forEach((space, added) -> spaces.recordChange(handle, tenantId, space, added, now));
  }

  private void commitVersions(
      Handle handle, Caller caller, List<MemoryChange> changes, Instant now) {
    Map<Change, List<Memory>> byChange = new EnumMap<>(Change.class);
    for (MemoryChange change : changes) {
      change
          .version()
          .ifPresent(
              kind ->
                  byChange.computeIfAbsent(kind, none -> new ArrayList<>()).add(change.memory()));
    }
    byChange.forEach(
        (kind, memories) ->
            versions.commit(
                handle,
                caller.tenantId(),
                caller.keyId(),
                kind,
                memories.stream().map(Snapshots::of).toList(),
                now));
  }

  private static Entry entry(MemoryChange change) {
    Memory memory = change.memory();
    return new Entry(
        memory.id(), memory.space(), change.kind(), memory.rowVersion(), memory.mostPieces());
  }

  private static String target(List<MemoryChange> changes) {
    Memory first = changes.get(0).memory();
    return changes.size() == 1 ? first.id().toString() : first.space();
  }

  private static Map<String, Object> detail(List<MemoryChange> changes) {
    return changes.size() == 1 ? Map.of() : Map.of("memories", changes.size());
  }
}
