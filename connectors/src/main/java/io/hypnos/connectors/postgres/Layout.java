package io.hypnos.connectors.postgres;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Item;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where in a row its id, its cursor and its words are. */
final class Layout {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]{1,100})\\}");
  private static final int LONGEST_TITLE = 80;

  private final RowPlan plan;
  private final String cursorType;
  private final String idType;
  private final String deletion;
  private final Map<String, String> shown;

  /**
   * A row.
   *
   * @param cursor as the database writes it, with all its digits; null when there is none
   */
  record Row(Item item, String id, String cursor, int characters) {}

  private Layout(
      RowPlan plan, String cursorType, String idType, String deletion, Map<String, String> shown) {
    this.plan = plan;
    this.cursorType = cursorType;
    this.idType = idType;
    this.deletion = deletion;
    this.shown = shown;
  }

  static Layout of(RowPlan plan, Columns columns) {
    return new Layout(
        plan,
        required(columns, "cursor_column", plan.cursorColumn()),
        required(columns, "id_column", plan.idColumn()),
        deletion(plan, columns),
        shown(plan, columns));
  }

  private static String required(Columns columns, String config, String name) {
    return columns
        .type(name)
        .orElseThrow(
            () ->
                ProviderFailure.of(
                    Kind.CONFIGURATION, "config." + config + " names no column: " + name));
  }

  private static String deletion(RowPlan plan, Columns columns) {
    if (plan.deletedColumn().isEmpty()) {
      return "false";
    }
    String name = plan.deletedColumn().get();
    String type = required(columns, "deleted_column", name);
    if (type.equals("bool")) {
      return "coalesce(" + RowPlan.column(name) + ", false)";
    }
    if (Columns.isTime(type)) {
      return "(" + RowPlan.column(name) + " IS NOT NULL)";
    }
    throw ProviderFailure.of(
        Kind.CONFIGURATION, "config.deleted_column must be a boolean or a time");
  }

  /** Without a choice all columns but those that only steer the sync. */
  private static Map<String, String> shown(RowPlan plan, Columns columns) {
    Map<String, String> shown = new LinkedHashMap<>();
    if (plan.template().isPresent()) {
      Matcher places = PLACE.matcher(plan.template().get());
      while (places.find()) {
        shown.put(places.group(1), required(columns, "template", places.group(1)));
      }
    } else if (!plan.textColumns().isEmpty()) {
      plan.textColumns().forEach(name -> shown.put(name, required(columns, "text_columns", name)));
    } else {
      Set<String> steering = new TreeSet<>(Set.of(plan.cursorColumn()));
      plan.deletedColumn().ifPresent(steering::add);
      shown.putAll(columns.types());
      shown.keySet().removeAll(steering);
    }
    shown.values().removeIf(type -> !Columns.isText(type));
    return shown;
  }

  String cursorType() {
    return cursorType;
  }

  /** As a value is cast to it. */
  String cursorCast() {
    return Columns.cast(cursorType);
  }

  String idCast() {
    return Columns.cast(idType);
  }

  /** A condition that holds for rows marked as deleted. */
  String deletion() {
    return deletion;
  }

  boolean isTimed() {
    return Columns.isTime(cursorType);
  }

  /** A whole number less some, or the least there is; anything else as it is. */
  String below(String mark, int count) {
    Optional<Long> least = Columns.least(cursorType);
    if (least.isEmpty()) {
      return mark;
    }
    long number = Long.parseLong(mark);
    return String.valueOf(number < least.get() + count ? least.get() : number - count);
  }

  /** What is selected of a row; {@link #row} reads it. */
  String selection() {
    List<String> parts = new ArrayList<>();
    parts.add("CAST(" + plan.id() + " AS text)");
    parts.add("CAST(" + plan.cursor() + " AS text)");
    parts.add(deletion);
    shown.forEach((name, type) -> parts.add(Cells.expression(RowPlan.column(name), type)));
    return String.join(", ", parts);
  }

  Row row(ResultSet row) throws SQLException {
    String id = row.getString(1);
    String cursor = row.getString(2);
    if (row.getBoolean(3)) {
      return new Row(Item.gone(id), id, cursor, 0);
    }
    Map<String, String> values = new LinkedHashMap<>();
    int at = 4;
    for (Map.Entry<String, String> column : shown.entrySet()) {
      values.put(column.getKey(), Cells.shown(row.getString(at++), column.getValue()));
    }
    Document document = document(values, cursor);
    return new Row(Item.whole(id, document), id, cursor, document.text().length());
  }

  private Document document(Map<String, String> values, String cursor) {
    String text = plan.template().map(form -> filled(form, values)).orElseGet(() -> lines(values));
    String first = text.strip().lines().findFirst().orElse("");
    int end = Math.min(LONGEST_TITLE, first.length());
    boolean split = end < first.length() && Character.isHighSurrogate(first.charAt(end - 1));
    return new Document(
        first.substring(0, split ? end - 1 : end),
        text,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Cells.time(cursor, cursorType),
        Map.of());
  }

  private static String filled(String template, Map<String, String> values) {
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), "")));
  }

  /** A single chosen column needs no name before it. */
  private String lines(Map<String, String> values) {
    boolean plain = plan.textColumns().size() == 1;
    return values.entrySet().stream()
        .filter(value -> !value.getValue().isBlank())
        .map(value -> plain ? value.getValue() : value.getKey() + ": " + value.getValue())
        .collect(Collectors.joining("\n"));
  }
}
