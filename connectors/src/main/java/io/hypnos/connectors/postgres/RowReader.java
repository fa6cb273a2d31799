package io.hypnos.connectors.postgres;

import io.hypnos.connectors.postgres.Layout.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads rows of a plan. */
final class RowReader implements AutoCloseable {
  /** A page ends when it is this long, however few its rows are. */
  private static final int MOST_CHARACTERS = 8_000_000;

  private final ReadOnlyDatabase database;
  private final RowPlan plan;
  private Optional<Layout> layout = Optional.empty();

  RowReader(ReadOnlyDatabase database, RowPlan plan) {
    this.database = database;
    this.plan = plan;
  }

  /**
   * Some rows.
   *
   * @param more whether the database had more, or may have
   */
  record Batch(List<Row> rows, boolean more) {
    Optional<Row> last() {
      return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
    }
  }

  RowPlan plan() {
    return plan;
  }

  Layout layout() {
    if (layout.isEmpty()) {
      Columns columns = database.columns("SELECT * FROM " + plan.from() + " t LIMIT 0");
      layout = Optional.of(Layout.of(plan, columns));
    }
    return layout.get();
  }

  Batch read(String where, List<String> values, String order, int most) {
    Layout parts = layout();
    String sql =
        "SELECT %s FROM %s t WHERE %s IS NOT NULL AND %s ORDER BY %s LIMIT %d"
            .formatted(parts.selection(), plan.from(), plan.id(), where, order, most);
    List<Row> rows = new ArrayList<>();
    long[] characters = {0};
    database.query(
        sql,
        values,
        found -> {
          Row row = parts.row(found);
          rows.add(row);
          characters[0] += row.characters();
          return characters[0] < MOST_CHARACTERS;
        });
    return new Batch(rows, rows.size() >= most || characters[0] >= MOST_CHARACTERS);
  }

  List<String> texts(String sql, List<String> values) {
    return database.texts(sql, values);
  }

  @Override
  public void close() {
    database.close();
  }
}
