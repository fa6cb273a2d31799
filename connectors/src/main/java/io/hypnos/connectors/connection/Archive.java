package io.hypnos.connectors.connection;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.memory.MemoryEditor;
import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import java.util.List;
import java.util.UUID;

/** What becomes of memories whose record is gone at its source. */
final class Archive {
  private static final String MEMORIES =
      """
      SELECT m.memory_id, m.pinned, m.archived_at IS NOT NULL AS archived
      FROM source_record r
      JOIN memory m ON m.tenant_id = r.tenant_id AND m.memory_id = ANY(r.memories)
      WHERE r.tenant_id = :tenant AND r.record_id = ANY(:records)
      """;

  private static final String GONE =
      """
      SELECT external_id
      FROM connection_record
      WHERE tenant_id = :tenant AND connection_id = :id AND deleted AND external_id = ANY(:ids)
      """;

  private final Database database;
  private final MemoryEditor editor;

  Archive(Database database, MemoryEditor editor) {
    this.database = database;
    this.editor = editor;
  }

  private record Standing(UUID id, boolean pinned, boolean archived) {}

  /**
   * Archives the memories of a record that is gone, as the connection wants it; false when they are
   * to be deleted. Pinned ones stay.
   */
  boolean takesAway(Caller caller, Connection connection, String externalId) {
    List<Standing> memories = memories(connection, List.of(externalId));
    boolean deletes = "delete".equals(connection.config().get("deletes"));
    if (memories.stream().anyMatch(Standing::pinned)) {
      return true;
    }
    if (deletes || memories.isEmpty()) {
      return false;
    }
    move(caller, memories, true);
    return true;
  }

  /** A record that is there again brings its memories back. */
  void bringBack(Caller caller, Connection connection, List<String> externalIds) {
    if (externalIds.isEmpty()) {
      return;
    }
    List<String> gone =
        database.inTenant(
            connection.tenantId(),
            handle ->
                handle
                    .createQuery(GONE)
                    .bind("tenant", connection.tenantId())
                    .bind("id", connection.id())
                    .bind("ids", externalIds.toArray(String[]::new))
                    .mapTo(String.class)
                    .list());
    if (!gone.isEmpty()) {
      move(caller, memories(connection, gone), false);
    }
  }

  private void move(Caller caller, List<Standing> memories, boolean archived) {
    Viewer viewer = Viewer.ofTenant(caller.tenantId());
    for (Standing memory : memories) {
      if (memory.archived() != archived) {
        editor.archive(caller, viewer, memory.id(), archived);
      }
    }
  }

  private List<Standing> memories(Connection connection, List<String> externalIds) {
    UUID[] records =
        externalIds.stream()
            .map(
                externalId ->
                    MemoryIds.ofRecord(
                        connection.tenantId(),
                        connection.space(),
                        IntakeSink.source(connection.provider()),
                        IntakeSink.name(connection, externalId)))
            .toArray(UUID[]::new);
    return database.inTenant(
        connection.tenantId(),
        handle ->
            handle
                .createQuery(MEMORIES)
                .bind("tenant", connection.tenantId())
                .bind("records", records)
                .map(
                    (row, context) ->
                        new Standing(
                            row.getObject("memory_id", UUID.class),
                            row.getBoolean("pinned"),
                            row.getBoolean("archived")))
                .list());
  }
}
