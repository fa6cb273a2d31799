package io.hypnos.engine.brought;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Copies the rows of a tenant in one table to the same table elsewhere, a batch at a time, as JSON:
 * that carries every type of the schema unchanged. Numbers that tell an order are given anew. The
 * server of a tenant may answer what it likes: the columns are those of the operator's, and rows of
 * another tenant are not taken.
 */
final class RowCopy {
  private static final int ROWS = 500;
  private static final int CHARACTERS = 4 * 1024 * 1024;
  private static final String SEQUENCE = "sequence";

  /** What is not carried along: it holds in one database only. */
  private static final Map<String, Set<String>> LEFT_OUT =
      Map.of(
          "outbox", Set.of(SEQUENCE),
          "audit", Set.of(SEQUENCE, "position", "hash"));

  private static final Set<String> ORDERED = Set.of("outbox", "audit", "unpublished_change");

  private static final String COLUMNS =
      """
      SELECT attname
      FROM pg_attribute
      WHERE attrelid = :table::regclass AND attnum > 0 AND NOT attisdropped
      ORDER BY attnum
      """;

  private static final String READ =
      """
      SELECT row_to_json(r)::text
      FROM (SELECT %s FROM %s WHERE tenant_id = :tenant %s) r
      """;

  private static final String WRITE =
      """
      INSERT INTO %2$s (%1$s)
      OVERRIDING SYSTEM VALUE
      SELECT %1$s
      FROM json_populate_recordset(NULL::%2$s, :rows::json)
      WHERE tenant_id = :tenant
      """;

  /**
   * The number is that of an entry of the outbox, so there is a new one; indexing twice is idle.
   */
  private static final String WRITE_UNPUBLISHED =
      """
      WITH entry AS (
        INSERT INTO outbox (tenant_id, memory_id, space, change, row_version, request_id, created_at)
        SELECT tenant_id, memory_id, space, change, row_version, request_id, created_at
        FROM json_populate_recordset(NULL::unpublished_change, :rows::json)
        WHERE tenant_id = :tenant
        RETURNING sequence, tenant_id, memory_id, space, change, row_version, request_id,
                  created_at
      )
      INSERT INTO unpublished_change (sequence, tenant_id, memory_id, space, change, row_version,
                                      request_id, created_at)
      SELECT sequence, tenant_id, memory_id, space, change, row_version, request_id, created_at
      FROM entry
      """;

  private final String read;
  private final String write;

  private RowCopy(String read, String write) {
    this.read = read;
    this.write = write;
  }

  /**
   * @param given columns that the other side gives by itself
   */
  static RowCopy of(Handle operators, String table, Set<String> given) {
    Set<String> leftOut = new HashSet<>(LEFT_OUT.getOrDefault(table, Set.of()));
    leftOut.addAll(given);
    List<String> columns =
        operators.createQuery(COLUMNS).bind("table", table).mapTo(String.class).stream()
            .filter(column -> !leftOut.contains(column))
            .map("\"%s\""::formatted)
            .toList();
    String names = String.join(", ", columns);
    String order = ORDERED.contains(table) ? "ORDER BY " + SEQUENCE : "";
    return new RowCopy(
        READ.formatted(names, table, order),
        table.equals("unpublished_change") ? WRITE_UNPUBLISHED : WRITE.formatted(names, table));
  }

  /** Says how many rows there were. */
  long run(Handle from, Handle to, UUID tenantId) {
    long copied = 0;
    try (ResultIterator<String> rows =
        from.createQuery(read)
            .bind("tenant", tenantId)
            .setFetchSize(ROWS)
            .mapTo(String.class)
            .iterator()) {
      while (rows.hasNext()) {
        List<String> batch = batch(rows);
        to.createUpdate(write)
            .bind("tenant", tenantId)
            .bind("rows", "[" + String.join(",", batch) + "]")
            .execute();
        copied += batch.size();
      }
    }
    return copied;
  }

  private static List<String> batch(Iterator<String> rows) {
    List<String> batch = new ArrayList<>();
    int characters = 0;
    while (rows.hasNext() && batch.size() < ROWS && characters < CHARACTERS) {
      String row = rows.next();
      batch.add(row);
      characters += row.length();
    }
    return batch;
  }
}
