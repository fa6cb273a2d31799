package io.hypnos.connectors.connection;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.memory.MemoryRemover;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import java.util.List;
import java.util.UUID;

/** Removes the memories of a connection. */
final class Purge {
  private static final int PAGE = 100;

  private static final String MEMORIES =
      """
      SELECT m.memory_id
      FROM source_record r
      JOIN memory m ON m.tenant_id = r.tenant_id AND m.memory_id = ANY(r.memories)
      WHERE r.tenant_id = :tenant AND r.source = :source AND r.space = :space
        AND starts_with(r.external_id, :prefix) AND NOT m.pinned
      LIMIT :most
      """;

  private final Database database;
  private final MemoryRemover remover;

  Purge(Database database, MemoryRemover remover) {
    this.database = database;
    this.remover = remover;
  }

  void run(Caller caller, Connection connection) {
    List<UUID> page = page(connection);
    while (!page.isEmpty()) {
      remover.delete(caller, Viewer.ofTenant(caller.tenantId()), page, MemoryRemover.Trace.NONE);
      page = page(connection);
    }
  }

  private List<UUID> page(Connection connection) {
    return database.inTenant(
        connection.tenantId(),
        handle ->
            handle
                .createQuery(MEMORIES)
                .bind("tenant", connection.tenantId())
                .bind("source", IntakeSink.source(connection.provider()))
                .bind("space", connection.space())
                .bind("prefix", IntakeSink.name(connection, ""))
                .bind("most", PAGE)
                .mapTo(UUID.class)
                .list());
  }
}
