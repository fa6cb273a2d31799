package io.hypnos.engine.brought;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.MovedTables;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Copies, counts and removes the rows of a tenant that lie where its memory lies. */
final class RowMove {
  private static final String SPACE = "space";
  private static final String INCARNATION = "incarnation";
  private static final String AUDIT = "audit";
  private static final String AUDIT_HEAD = "audit_head";

  private static final String COUNT = "SELECT count(*) FROM %s WHERE tenant_id = :tenant";
  private static final String DELETE = "DELETE FROM %s WHERE tenant_id = :tenant";

  /** Numbers that are given there must not be those of rows that came. */
  private static final String GO_ON_NUMBERING =
      """
      SELECT setval(pg_get_serial_sequence(:table, :column),
                    greatest(nextval(pg_get_serial_sequence(:table, :column)), :last))
      """;

  private static final String LAST =
      "SELECT coalesce(max(%s), 0) FROM %s WHERE tenant_id = :tenant";

  private final UUID tenantId;

  RowMove(UUID tenantId) {
    this.tenantId = tenantId;
  }

  /** {@code CONFLICT} when there are more rows than are moved. */
  void requireFew(Handle from, int most) {
    long rows =
        MovedTables.NAMES.stream()
            .mapToLong(
                table ->
                    from.createQuery(COUNT.formatted(table))
                        .bind("tenant", tenantId)
                        .mapTo(Long.class)
                        .one())
            .sum();
    if (rows > most) {
      throw new HypnosException(
          ErrorCode.CONFLICT,
          "the tenant has %d rows, and no more than %d are moved to another database"
              .formatted(rows, most),
          Map.of("reason", "too_many_rows", "rows", rows, "most", most),
          null);
    }
  }

  /**
   * Copies all rows to an own database and says how many of each table.
   *
   * @param operators where the columns are looked up
   */
  Map<String, Long> copy(Handle operators, Handle from, Handle to) {
    return copy(operators, from, to, Map.of());
  }

  /** Copies all rows back. Spaces get new numbers: an own database may have given any. */
  void copyHome(Handle from, Handle home) {
    copy(home, from, home, Map.of(SPACE, Set.of(INCARNATION)));
  }

  private Map<String, Long> copy(
      Handle operators, Handle from, Handle to, Map<String, Set<String>> given) {
    Map<String, Long> copied = new LinkedHashMap<>();
    // What is referred to comes first.
    for (int i = MovedTables.NAMES.size() - 1; i >= 0; i--) {
      String table = MovedTables.NAMES.get(i);
      copied.put(
          table,
          RowCopy.of(operators, table, given.getOrDefault(table, Set.of()))
              .run(from, to, tenantId));
    }
    return copied;
  }

  /** Copies the entries of the audit, which begin a new chain there or go on with the one there. */
  void copyAudit(Handle operators, Handle from, Handle to) {
    RowCopy.of(operators, AUDIT, Set.of()).run(from, to, tenantId);
  }

  /** Lets an own database go on where the one before was, for rows that are numbered. */
  void number(Handle from, Handle to) {
    goOn(from, to, "outbox", "sequence");
    goOn(from, to, SPACE, INCARNATION);
  }

  private void goOn(Handle from, Handle to, String table, String column) {
    long last =
        from.createQuery(LAST.formatted(column, table))
            .bind("tenant", tenantId)
            .mapTo(Long.class)
            .one();
    to.createQuery(GO_ON_NUMBERING)
        .bind("table", table)
        .bind("column", column)
        .bind("last", last)
        .mapTo(Long.class)
        .one();
  }

  /** Removes the rows that were copied; fails when there are others meanwhile. */
  void remove(Handle from, Map<String, Long> copied) {
    for (String table : MovedTables.NAMES) {
      if (delete(from, table) != copied.get(table)) {
        throw new HypnosException(
            ErrorCode.UNAVAILABLE, "rows were added while they were moved; try again");
      }
    }
  }

  /** Removes whatever lies there of the tenant, its entries of the audit only if wished. */
  void clear(Handle handle, boolean withAudit) {
    MovedTables.NAMES.forEach(table -> delete(handle, table));
    if (withAudit) {
      delete(handle, AUDIT);
      delete(handle, AUDIT_HEAD);
    }
  }

  private long delete(Handle handle, String table) {
    return handle.createUpdate(DELETE.formatted(table)).bind("tenant", tenantId).execute();
  }
}
