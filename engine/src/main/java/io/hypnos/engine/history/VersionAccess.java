package io.hypnos.engine.history;

import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.version.SnapshotRule;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Who may read the history of a memory, and who may add to it. */
final class VersionAccess {
  private final MemoryReader memories;
  private final Visibilities visibilities;

  VersionAccess(MemoryReader memories, Visibilities visibilities) {
    this.memories = memories;
    this.visibilities = visibilities;
  }

  /** The memory, which the viewer must be able to see, whatever its state. */
  Memory requireReadable(Viewer viewer, UUID id) {
    return memories.find(viewer, id, History.ALL).orElseThrow(() -> Missing.memory(id));
  }

  /** The memory, which must be the viewer's own or belong to its space. */
  Memory requireWritable(Viewer viewer, UUID id) {
    Memory memory = requireReadable(viewer, id);
    boolean writable =
        viewer
            .person()
            .map(
                person ->
                    memory.ownership().owner().map(person.id()::equals).orElse(true)
                        && memory.ownership().federationSource().isEmpty())
            .orElse(true);
    if (!writable) {
      throw Missing.memory(id);
    }
    return memory;
  }

  SnapshotRule rule(Handle handle, Viewer viewer) {
    return new SnapshotRule(
        visibilities.resolve(handle, viewer, Optional.empty(), History.ALL, Optional.empty()));
  }
}
