package io.hypnos.connectors.postgres;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.postgres.Layout.Row;
import io.hypnos.connectors.postgres.RowReader.Batch;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of a table or query. */
final class PostgresRows implements Source {
  private static final int SWEPT_AT_ONCE = 2_000;
  private static final int MOST_COUNTED = 100_000;

  private static final String LIVE =
      """
      SELECT (CASE WHEN %1$s IS NULL THEN 'n' ELSE 's' END) || CAST(%2$s AS text)
      FROM %3$s t
      WHERE %2$s IS NOT NULL AND NOT %4$s%5$s
      ORDER BY %2$s
      LIMIT %6$d
      """;

  private final RowReader reader;
  private final RowPlan plan;

  PostgresRows(RowReader reader) {
    this.reader = reader;
    this.plan = reader.plan();
  }

  @Override
  public void check() {
    // The very order of a sync, so that what it cannot do is known now.
    reader.read("true", List.of(), plan.cursor() + ", " + plan.id(), 1);
  }

  @Override
  public List<Feed> feeds() {
    List<Feed> feeds = new ArrayList<>(List.of(new RisingRows(reader)));
    if (plan.includeNull()) {
      feeds.add(new UnstampedRows(reader));
    }
    return feeds;
  }

  @Override
  public Optional<Document> fetch(Item item) {
    String stamped = plan.includeNull() ? "true" : plan.cursor() + " IS NOT NULL";
    String where =
        "%s = CAST(? AS %s) AND %s".formatted(plan.id(), reader.layout().idCast(), stamped);
    Batch found = reader.read(where, List.of(item.id()), plan.id(), 1);
    return found.last().map(Row::item).flatMap(Item::document);
  }

  /** By the ids, each page in a transaction of its own: a long one would hold the source up. */
  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(this::live);
  }

  private Sweep.Live live(Optional<String> token) {
    Layout layout = reader.layout();
    String above =
        token.isPresent() ? " AND %s > CAST(? AS %s)".formatted(plan.id(), layout.idCast()) : "";
    String sql =
        LIVE.formatted(
            plan.cursor(), plan.id(), plan.from(), layout.deletion(), above, SWEPT_AT_ONCE);
    List<String> found = reader.texts(sql, token.map(List::of).orElse(List.of()));
    List<Item> items = found.stream().map(this::seen).toList();
    Optional<String> next =
        found.size() < SWEPT_AT_ONCE
            ? Optional.empty()
            : Optional.of(found.get(found.size() - 1).substring(1));
    return new Sweep.Live(items, next, true);
  }

  /**
   * A row that lost its cursor still lives when it is known; when it is not, it is none of ours.
   * That is what an item without words means here.
   */
  private Item seen(String found) {
    String id = found.substring(1);
    boolean unstamped = found.charAt(0) == 'n' && !plan.includeNull();
    return unstamped ? Item.gone(id) : Item.listed(id, "", Map.of());
  }

  /** How many rows no run will ever see. */
  @Override
  public Optional<String> remark() {
    if (plan.includeNull()) {
      return Optional.empty();
    }
    String sql =
        "SELECT CAST(count(*) AS text) FROM (SELECT FROM %s t WHERE %s IS NULL LIMIT %d) unstamped"
            .formatted(plan.from(), plan.cursor(), MOST_COUNTED);
    try {
      long count = Long.parseLong(reader.texts(sql, List.of()).get(0));
      return count == 0
          ? Optional.empty()
          : Optional.of(
              "%s%d rows have no %s and are not read"
                  .formatted(count == MOST_COUNTED ? "at least " : "", count, plan.cursorColumn()));
    } catch (ProviderFailure e) {
      return Optional.of("rows without a cursor could not be counted: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
