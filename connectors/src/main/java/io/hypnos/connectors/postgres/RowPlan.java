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
    boolean superuserAllowed) {

  static RowPlan of(Setup setup) {
    List<String> columns = new ArrayList<>();
    JsonNode named = setup.config().path("text_columns");
    named.forEach(column -> columns.add(column.asString("")));
    if (named.isString()) {
      columns.addAll(List.of(named.asString().split("\\s*,\\s*", -1)));
    }
    return new RowPlan(
        from(setup),
        setup.requiredConfig("cursor_column"),
        setup.requiredConfig("id_column"),
        List.copyOf(columns),
        setup.config("template"),
        setup.config("deleted_column"),
        number(setup, "batch_size", 500, 5_000),
        number(setup, "lag_seconds", 60, 86_400),
        setup.config("allow_superuser").orElse("").equals("true"));
  }

  private static int number(Setup setup, String name, int usual, int most) {
    String text = setup.config(name).orElse(String.valueOf(usual));
    if (!text.matches("[0-9]{1,6}")) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "config." + name + " is a number");
    }
    return Math.min(most, Integer.parseInt(text));
  }

  private static String from(Setup setup) {
    Optional<String> table = setup.config("table");
    if (table.isPresent()) {
      return Stream.of(table.get().split("\\.", -1))
          .map(RowPlan::quoted)
          .collect(Collectors.joining("."));
    }
    String query = setup.requiredConfig("query").strip();
    String start = query.toLowerCase(Locale.ROOT);
    boolean reads = start.startsWith("select") || start.startsWith("with");
    if (!reads || query.indexOf(';') >= 0) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "config.query must be one SELECT");
    }
    return "(" + query + "\n)";
  }

  static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  String cursor() {
    return "t." + quoted(cursorColumn);
  }

  String id() {
    return "t." + quoted(idColumn);
  }
}
