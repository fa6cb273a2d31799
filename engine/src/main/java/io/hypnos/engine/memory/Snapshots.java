package io.hypnos.engine.memory;

import io.hypnos.engine.version.Snapshot;
import java.util.Map;

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

  /** The memory with all that the version says but its text. */
  static Memory restored(Memory memory, Snapshot version) {
    Traits traits = memory.traits();
    Origin origin = memory.origin();
    return memory
        .withMetadata(asStored(version.metadata()))
        .withTraits(
            new Traits(
                traits.kind(),
                traits.level(),
                version.category(),
                version.subcategory(),
                traits.quality()))
        .withOrigin(
            new Origin(
                origin.source(),
                origin.externalRef(),
                origin.foreignId(),
                origin.createdBy(),
                asStored(version.provenance()),
                version.verbatim(),
                origin.episodicKey()));
  }

  /** With the kinds of numbers that the memory has when it is read back. */
  private static Map<String, Object> asStored(Map<String, Object> object) {
    return JsonColumn.read(JsonColumn.write(object));
  }
}
