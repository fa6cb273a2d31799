package io.hypnos.connectors.postgres;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.sync.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Which rows are read, and how.
 *
 * @param from a quoted table or a query in brackets
 * @param lagSeconds rows younger than that wait: one stamped earlier may still be on its way
 * @param overlap how far below the highest whole number seen is read again, for the same reason
 * @param includeNull whether rows without a cursor are read as well, all of them in each run
 */
record RowPlan(
    String from,
    String cursorColumn,
    String idColumn,
    List<String> textColumns,
    Optional<String> template,
    Optional<String> deletedColumn,
    int batch,
    int lagSeconds,
    int overlap,
    boolean includeNull,
    boolean superuserAllowed) {

  static RowPlan of(Setup setup) {
    List<String> columns = textColumns(setup.config().path("text_columns"));
    Optional<String> template = setup.config("template");
    if (template.isPresent() && !columns.isEmpty()) {
      throw wrong("config takes text_columns or template, not both");
    }
    return new RowPlan(
        from(setup),
        setup.requiredConfig("cursor_column"),
        setup.requiredConfig("id_column"),
        columns,
        template,
        setup.config("deleted_column"),
        number(setup, "batch_size", 500, 1, 5_000),
        number(setup, "lag_seconds", 60, 0, 86_400),
        number(setup, "overlap", 1_000, 0, 900_000),
        isSet(setup, "include_null"),
        isSet(setup, "allow_superuser"));
  }

  private static ProviderFailure wrong(String message) {
    return ProviderFailure.of(Kind.CONFIGURATION, message);
  }

  /** A list, or names between commas. */
  private static List<String> textColumns(JsonNode named) {
    List<String> columns = new ArrayList<>();
    named.forEach(column -> columns.add(column.asString("")));
    if (named.isString()) {
      columns.addAll(List.of(named.asString().strip().split("\\s*,\\s*")));
    }
    columns.removeIf(String::isBlank);
    return List.copyOf(columns);
  }

  private static boolean isSet(Setup setup, String name) {
    return setup.config(name).orElse("").equals("true");
  }

  private static int number(Setup setup, String name, int usual, int least, int most) {
    String text = setup.config(name).orElse(String.valueOf(usual));
    int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw wrong("config.%s is a number from %d to %d".formatted(name, least, most));
    }
    return number;
  }

  private static String from(Setup setup) {
    Optional<String> table = setup.config("table");
    Optional<String> query = setup.config("query");
    if (table.isPresent() == query.isPresent()) {
      throw wrong("config.table or config.query is required, one of them");
    }
    return table.isPresent() ? table(table.get()) : query(query.get().strip());
  }

  private static String table(String name) {
    String[] parts = name.strip().split("\\.", -1);
    if (parts.length > 2 || Stream.of(parts).anyMatch(String::isBlank)) {
      throw wrong("config.table must be a table or schema.table");
    }
    return Stream.of(parts).map(RowPlan::quoted).collect(Collectors.joining("."));
  }

  /** What this lets through, the read-only transaction still holds. */
  private static String query(String query) {
    String start = query.toLowerCase(Locale.ROOT);
    boolean reads = start.matches("(?s)(select|with)\\b.*");
    if (!reads || query.indexOf(';') >= 0) {
      throw wrong("config.query must be one SELECT without a semicolon");
    }
    return "(" + query + "\n)";
  }

  static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"").replace("\0", "") + "\"";
  }

  static String column(String name) {
    return "t." + quoted(name);
  }

  String cursor() {
    return column(cursorColumn);
  }

  String id() {
    return column(idColumn);
  }
}
