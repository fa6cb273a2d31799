package io.hypnos.engine.memory;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Memories by their ids, for somebody who may see them, or may change them. */
final class MemoryAccess {
  private final Database database;
  private final Visibilities visibilities;

  MemoryAccess(Database database, Visibilities visibilities) {
    this.database = database;
    this.visibilities = visibilities;
  }

  static HypnosException notFound(UUID id) {
    return new HypnosException(ErrorCode.NOT_FOUND, "no such memory: " + id);
  }

  /** The memory whatever its state, or {@code NOT_FOUND}. */
  Memory require(Viewer viewer, UUID id) {
    return database
        .inTenant(viewer.tenantId(), handle -> find(handle, viewer, List.of(id), ""))
        .stream()
        .findFirst()
        .orElseThrow(() -> notFound(id));
  }

  List<Memory> find(Handle handle, Viewer viewer, List<UUID> ids, String suffix) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Condition visible =
        SqlVisibility.of(
            visibilities.resolve(handle, viewer, Optional.empty(), History.ALL, Optional.empty()));
    return visible
        .bindTo(
            handle.createQuery(
                "SELECT "
                    + MemoryMapper.COLUMNS
                    + "\nFROM memory\nWHERE memory_id = ANY(:ids)\n  AND "
                    + visible.sql()
                    + "\nORDER BY memory_id\n"
                    + suffix))
        .bind("ids", ids.toArray(UUID[]::new))
        .map(MemoryStore.MAPPER)
        .list();
  }

  /** Locks, in the order of ids, what the viewer may change: a person only what is their own. */
  List<Memory> lockWritable(Handle handle, Viewer viewer, List<UUID> ids) {
    return find(handle, viewer, ids, "FOR UPDATE").stream()
        .filter(memory -> isWritable(viewer, memory))
        .toList();
  }

  private static boolean isWritable(Viewer viewer, Memory memory) {
    return viewer
        .person()
        .map(
            person ->
                memory.ownership().owner().map(person.id()::equals).orElse(true)
                    && memory.ownership().federationSource().isEmpty())
        .orElse(true);
  }
}
