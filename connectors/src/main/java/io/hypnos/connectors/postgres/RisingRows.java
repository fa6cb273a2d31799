package io.hypnos.connectors.postgres;

import io.hypnos.connectors.postgres.Layout.Row;
import io.hypnos.connectors.postgres.RowReader.Batch;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows in the order of the pair of cursor and id, so equal cursors are no matter. A row is stamped
 * before its transaction ends: those that are younger than the lag wait, and twice the lag below
 * the mark is read again. A number tells no age, so of numbers a stretch below the mark is read
 * again.
 */
final class RisingRows implements Feed {
  private static final String MARK = "mark";
  private static final String AT = "at";
  private static final String ID = "id";
  private static final long DAY = 86_400;

  private final RowReader reader;
  private final RowPlan plan;

  RisingRows(RowReader reader) {
    this.reader = reader;
    this.plan = reader.plan();
  }

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public Page read(Map<String, String> position) {
    Layout layout = reader.layout();
    StringBuilder where = new StringBuilder(plan.cursor()).append(" IS NOT NULL");
    List<String> values = new ArrayList<>();
    if (position.containsKey(AT)) {
      where.append(
          " AND (%s, %s) > (CAST(? AS %s), CAST(? AS %s))"
              .formatted(plan.cursor(), plan.id(), layout.cursorCast(), layout.idCast()));
      values.add(position.get(AT));
      values.add(position.get(ID));
    } else if (position.containsKey(MARK)) {
      where.append(" AND %s >= CAST(? AS %s)".formatted(plan.cursor(), layout.cursorCast()));
      where.append(layout.isTimed() ? " - " + seconds(overlap(layout)) : "");
      values.add(layout.below(position.get(MARK), plan.overlap()));
    }
    if (layout.isTimed()) {
      where.append(
          " AND %s <= %s - %s".formatted(plan.cursor(), now(layout), seconds(plan.lagSeconds())));
    }
    String order = plan.cursor() + ", " + plan.id();
    Batch batch = reader.read(where.toString(), values, order, plan.batch());
    return new Page(
        batch.rows().stream().map(Row::item).toList(), next(position, batch), batch.more());
  }

  private static String seconds(long count) {
    return "interval '" + count + " seconds'";
  }

  /** The clock of the source; a time without a zone is taken for UTC. */
  private static String now(Layout layout) {
    return layout.cursorType().equals("timestamptz") ? "now()" : "(now() AT TIME ZONE 'UTC')";
  }

  /** Rows of a day come all day long, and not in the order of their ids. */
  private long overlap(Layout layout) {
    return 2L * plan.lagSeconds() + (layout.cursorType().equals("date") ? DAY : 0);
  }

  private static Map<String, String> next(Map<String, String> position, Batch batch) {
    Optional<String> mark = Optional.ofNullable(position.get(MARK));
    Map<String, String> next = new HashMap<>();
    if (batch.more()) {
      Row last = batch.last().orElseThrow();
      next.put(AT, last.cursor());
      next.put(ID, last.id());
      mark.ifPresent(text -> next.put(MARK, text));
    } else {
      batch
          .last()
          .map(Row::cursor)
          .or(() -> Optional.ofNullable(position.get(AT)))
          .or(() -> mark)
          .ifPresent(text -> next.put(MARK, text));
    }
    return next;
  }
}
