package io.hypnos.engine.memory;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Hands over everything that is stored, history as well, in the order of time and id. One statement
 * reads it, so it is the record of one moment however long that takes and whatever is written
 * meanwhile; rows come a page at a time along an index, so no side holds or sorts them all.
 */
public final class MemoryExport {
  private static final int PAGE = 500;

  /** A sort would spill all of a large tenant to disk before the first row comes. */
  static final String WITHOUT_SORT = "SET LOCAL enable_sort = off";

  private static final String PREDECESSORS =
      """
      ARRAY(SELECT earlier.memory_id
            FROM memory earlier
            WHERE earlier.tenant_id = memory.tenant_id
              AND earlier.superseded_by = memory.memory_id
            ORDER BY earlier.recorded_at, earlier.memory_id) AS predecessors\
      """;

  private final Database database;
  private final Visibilities visibilities;

  MemoryExport(Database database, Visibilities visibilities) {
    this.database = database;
    this.visibilities = visibilities;
  }

  private record Exported(Memory memory, List<UUID> predecessors) {}

  /** Calls with each memory and those that it took the place of. */
  public void run(Viewer viewer, BiConsumer<Memory, List<UUID>> consumer) {
    database.inTenant(
        viewer.tenantId(),
        handle -> {
          handle.execute(WITHOUT_SORT);
          Condition visible =
              SqlVisibility.of(
                  visibilities.resolve(
                      handle, viewer, Optional.empty(), History.ALL, Optional.empty()));
          try (Stream<Exported> rows =
              visible
                  .bindTo(handle.createQuery(sql(visible)))
                  .setFetchSize(PAGE)
                  .map(
                      (row, context) ->
                          new Exported(
                              MemoryStore.MAPPER.map(row, context),
                              List.of((UUID[]) row.getArray("predecessors").getArray())))
                  .stream()) {
            rows.forEach(each -> consumer.accept(each.memory(), each.predecessors()));
          }
          return null;
        });
  }

  static String sql(Condition visible) {
    return "SELECT "
        + MemoryMapper.COLUMNS
        + ", "
        + PREDECESSORS
        + "\nFROM memory\nWHERE "
        + visible.sql()
        + "\nORDER BY recorded_at, memory_id";
  }
}
