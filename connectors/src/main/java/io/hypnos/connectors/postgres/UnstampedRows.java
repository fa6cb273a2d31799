package io.hypnos.connectors.postgres;

import io.hypnos.connectors.postgres.Layout.Row;
import io.hypnos.connectors.postgres.RowReader.Batch;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Page;
import java.util.List;
import java.util.Map;

/** Rows without a cursor, by their ids, all of them in each run: nothing tells which are new. */
final class UnstampedRows implements Feed {
  private static final String ID = "id";

  private final RowReader reader;
  private final RowPlan plan;

  UnstampedRows(RowReader reader) {
    this.reader = reader;
    this.plan = reader.plan();
  }

  @Override
  public String name() {
    return "unstamped";
  }

  @Override
  public Page read(Map<String, String> position) {
    String where = plan.cursor() + " IS NULL";
    List<String> values = List.of();
    if (position.containsKey(ID)) {
      where += " AND %s > CAST(? AS %s)".formatted(plan.id(), reader.layout().idCast());
      values = List.of(position.get(ID));
    }
    Batch batch = reader.read(where, values, plan.id(), plan.batch());
    Map<String, String> next =
        batch.more() ? Map.of(ID, batch.last().orElseThrow().id()) : Map.of();
    return new Page(batch.rows().stream().map(Row::item).toList(), next, batch.more());
  }
}
