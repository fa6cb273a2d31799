package io.hypnos.engine.memory;

import io.hypnos.engine.event.Outbox;
import io.hypnos.engine.version.Change;
import java.util.Optional;

/**
 * A change of one memory, as it stands after it.
 *
 * @param version the commit that it is in the memory's history, if its content changed
 * @param movedFrom the space that it left
 */
record MemoryChange(
    Outbox.Change kind, Memory memory, Optional<Change> version, Optional<String> movedFrom) {

  static MemoryChange created(Memory memory) {
    return new MemoryChange(
        Outbox.Change.CREATED, memory, Optional.of(Change.CREATE), Optional.empty());
  }

  static MemoryChange updated(Memory before, Memory after) {
    return new MemoryChange(
        Outbox.Change.UPDATED,
        after,
        Snapshots.of(before).equals(Snapshots.of(after))
            ? Optional.empty()
            : Optional.of(Change.UPDATE),
        before.space().equals(after.space()) ? Optional.empty() : Optional.of(before.space()));
  }

  static MemoryChange of(Outbox.Change kind, Memory memory) {
    return new MemoryChange(kind, memory, Optional.empty(), Optional.empty());
  }

  static MemoryChange deleted(Memory memory, boolean leavesTombstone) {
    return new MemoryChange(
        Outbox.Change.DELETED,
        memory,
        leavesTombstone ? Optional.of(Change.DELETE) : Optional.empty(),
        Optional.empty());
  }

  int countsInSpace() {
    if (kind == Outbox.Change.CREATED || movedFrom.isPresent()) {
      return 1;
    }
    return kind == Outbox.Change.DELETED ? -1 : 0;
  }
}
