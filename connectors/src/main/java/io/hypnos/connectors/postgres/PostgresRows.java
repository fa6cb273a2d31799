package io.hypnos.connectors.postgres;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.Page;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows in the order of the pair of cursor and id, so equal cursors are no matter. The text of the
 * cursor is kept as the database writes it, with all its digits.
 */
final class PostgresRows implements Source {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]{1,100})\\}");
  private static final String MARK = "mark";
  private static final String AT = "at";
  private static final String ID = "id";

  private final Connection connection;
  private final RowPlan plan;
  private Optional<Types> types = Optional.empty();

  /** How the database calls the types of the two columns. */
  private record Types(String cursor, String id) {
    boolean isTime() {
      return cursor.startsWith("timestamp") || cursor.equals("date");
    }

    String now() {
      return cursor.equals("timestamp with time zone") ? "now()" : "(now() AT TIME ZONE 'UTC')";
    }
  }

  /** A row as it comes. */
  private record Row(String id, String cursor, JsonNode values) {}

  PostgresRows(Connection connection, RowPlan plan) {
    this.connection = connection;
    this.plan = plan;
  }

  @Override
  public void check() {
    List<String> found =
        texts("SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user", List.of());
    if (found.contains("true") && !plan.superuserAllowed()) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "the role of the DSN is a superuser");
    }
    types();
    rows("", List.of(), 1);
  }

  private Types types() {
    if (types.isEmpty()) {
      String probe =
          "SELECT pg_typeof(max(%s))::text || '|' || pg_typeof((array_agg(%s))[1])::text FROM (SELECT * FROM %s t LIMIT 1) t"
              .formatted(plan.cursor(), plan.id(), plan.from());
      String[] names = texts(probe, List.of()).get(0).split("\\|", 2);
      types = Optional.of(new Types(names[0], names[1]));
    }
    return types.get();
  }

  private List<String> texts(String sql, List<String> values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      List<String> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  private static void bind(PreparedStatement statement, List<String> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setString(i + 1, values.get(i));
    }
  }

  private List<Row> rows(String where, List<String> values, int most) {
    String sql =
        "SELECT %2$s::text, %1$s::text, row_to_json(t)::text FROM %3$s t WHERE %1$s IS NOT NULL %4$s ORDER BY %1$s, %2$s LIMIT %5$d"
            .formatted(plan.cursor(), plan.id(), plan.from(), where, most);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      List<Row> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Row(rows.getString(1), rows.getString(2), JSON.readTree(rows.getString(3))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  @Override
  public List<Feed> feeds() {
    return List.of(
        new Feed() {
          @Override
          public String name() {
            return "rows";
          }

          @Override
          public Page read(Map<String, String> position) {
            return page(position);
          }
        });
  }

  private Page page(Map<String, String> position) {
    Types kinds = types();
    StringBuilder where = new StringBuilder();
    List<String> values = new ArrayList<>();
    if (position.containsKey(AT)) {
      where.append(
          "AND (%s, %s) > (CAST(? AS %s), CAST(? AS %s))"
              .formatted(plan.cursor(), plan.id(), kinds.cursor(), kinds.id()));
      values.add(position.get(AT));
      values.add(position.get(ID));
    } else if (position.containsKey(MARK)) {
      where.append("AND %s >= CAST(? AS %s)".formatted(plan.cursor(), kinds.cursor()));
      where.append(kinds.isTime() ? " - interval '%d seconds'".formatted(overlap(kinds)) : "");
      values.add(position.get(MARK));
    }
    if (kinds.isTime()) {
      where.append(
          " AND %s <= %s - interval '%d seconds'"
              .formatted(plan.cursor(), kinds.now(), plan.lagSeconds()));
    }
    List<Row> rows = rows(where.toString(), values, plan.batch());
    return new Page(rows.stream().map(this::item).toList(), next(position, rows), more(rows));
  }

  private long overlap(Types kinds) {
    long seconds = 2L * plan.lagSeconds();
    return kinds.cursor().equals("date") ? seconds + 86_400 : seconds;
  }

  private boolean more(List<Row> rows) {
    return rows.size() >= plan.batch();
  }

  private Map<String, String> next(Map<String, String> position, List<Row> rows) {
    Map<String, String> next = new HashMap<>();
    Optional<String> reached =
        rows.isEmpty()
            ? Optional.ofNullable(position.get(AT))
            : Optional.of(rows.get(rows.size() - 1).cursor());
    if (more(rows)) {
      Row last = rows.get(rows.size() - 1);
      next.put(AT, last.cursor());
      next.put(ID, last.id());
      Optional.ofNullable(position.get(MARK)).ifPresent(mark -> next.put(MARK, mark));
    } else {
      reached
          .or(() -> Optional.ofNullable(position.get(MARK)))
          .ifPresent(mark -> next.put(MARK, mark));
    }
    return next;
  }

  private Item item(Row row) {
    return isDeleted(row.values()) ? Item.gone(row.id()) : Item.whole(row.id(), document(row));
  }

  private boolean isDeleted(JsonNode values) {
    JsonNode flag = values.path(plan.deletedColumn().orElse(""));
    return flag.isBoolean() ? flag.asBoolean() : !flag.isMissingNode() && !flag.isNull();
  }

  private Document document(Row row) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, JsonNode> column : row.values().properties()) {
      boolean chosen = plan.textColumns().isEmpty() || plan.textColumns().contains(column.getKey());
      String value = shown(column.getValue());
      if (chosen && !value.isBlank()) {
        lines.add(plan.textColumns().size() == 1 ? value : column.getKey() + ": " + value);
      }
    }
    String text =
        plan.template()
            .map(
                template ->
                    PLACE
                        .matcher(template)
                        .replaceAll(
                            place ->
                                Matcher.quoteReplacement(shown(row.values().path(place.group(1))))))
            .orElseGet(() -> String.join("\n", lines));
    String first = text.lines().findFirst().orElse("");
    return new Document(
        first.substring(0, Math.min(80, first.length())),
        text,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** Bytes are left out; they are no text. */
  private static String shown(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(each -> parts.add(shown(each)));
      return String.join(", ", parts);
    }
    String text = value.isObject() ? value.toString() : value.asString("");
    return text.startsWith("\\x") ? "" : text;
  }

  @Override
  public Optional<Document> fetch(Item item) {
    List<Row> found =
        rows("AND %s = CAST(? AS %s)".formatted(plan.id(), types().id()), List.of(item.id()), 1);
    return found.stream().filter(row -> !isDeleted(row.values())).findFirst().map(this::document);
  }

  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          String after =
              token.isPresent()
                  ? "WHERE %s > CAST(? AS %s)".formatted(plan.id(), types().id())
                  : "";
          int most = 2_000;
          List<String> found =
              texts(
                  "SELECT %1$s::text FROM %2$s t %3$s ORDER BY %1$s LIMIT %4$d"
                      .formatted(plan.id(), plan.from(), after, most),
                  token.map(List::of).orElse(List.of()));
          List<Item> items = found.stream().map(id -> Item.listed(id, "", Map.of())).toList();
          Optional<String> next =
              found.size() < most ? Optional.empty() : Optional.of(found.get(found.size() - 1));
          return new Sweep.Live(items, next, true);
        });
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }
}
