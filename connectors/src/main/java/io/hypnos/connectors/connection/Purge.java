package io.hypnos.connectors.connection;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.memory.SourceRecords;
import io.hypnos.engine.memory.SourceRecords.Fate;
import io.hypnos.engine.tenancy.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Removes the memories of a connection, those that are still on their way to the ingest job too:
 * every record is announced before it is sent. Pinned ones stay. It keeps hold of the connection:
 * whoever finds it let go knows that it was cut off.
 */
final class Purge {
  private static final int PAGE = 100;

  private static final String RECORDS =
      """
      SELECT external_id
      FROM connection_record
      WHERE tenant_id = :tenant AND connection_id = :id AND external_id > :after
      ORDER BY external_id
      LIMIT :most
      """;

  private final Database database;
  private final SourceRecords sources;

  Purge(Database database, SourceRecords sources) {
    this.database = database;
    this.sources = sources;
  }

  void run(Caller caller, Connection connection) {
    List<String> page = page(connection, "");
    while (!page.isEmpty()) {
      Map<String, Long> ended = new HashMap<>();
      page.forEach(id -> ended.put(IntakeSink.name(connection, id), Long.MAX_VALUE));
      sources.end(caller, IntakeSink.place(connection), ended, Fate.DELETED);
      database.atHome(
          connection.tenantId(),
          handle -> {
            ConnectionStore.keep(handle, connection);
            return null;
          });
      page = page(connection, page.get(page.size() - 1));
    }
  }

  private List<String> page(Connection connection, String after) {
    return database.atHome(
        connection.tenantId(),
        handle ->
            handle
                .createQuery(RECORDS)
                .bind("tenant", connection.tenantId())
                .bind("id", connection.id())
                .bind("after", after)
                .bind("most", PAGE)
                .mapTo(String.class)
                .list());
  }
}
