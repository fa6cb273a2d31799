package io.hypnos.engine.memory;

import io.hypnos.engine.version.Snapshot;

/** What of a memory its history keeps. */
final class Snapshots {
  private Snapshots() {}

  static Snapshot of(Memory memory) {
    return new Snapshot(
        memory.id(),
        memory.space(),
        memory.content(),
        memory.traits().category(),
        memory.traits().subcategory(),
        memory.metadata(),
        memory.origin().verbatim(),
        memory.ownership().owner(),
        memory.ownership().group(),
        memory.ownership().mode(),
        memory.origin().provenance());
  }
}
