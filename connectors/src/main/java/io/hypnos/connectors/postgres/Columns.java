package io.hypnos.connectors.postgres;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The columns of a table or query in their order.
 *
 * @param types as PostgreSQL calls them, by name
 */
record Columns(Map<String, String> types) {
  private static final Map<String, String> SERIALS =
      Map.of("smallserial", "int2", "serial", "int4", "bigserial", "int8");

  private static final Set<String> TIMES = Set.of("timestamptz", "timestamp", "date");

  static Columns of(ResultSetMetaData data) throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      String type = data.getColumnTypeName(i);
      types.put(data.getColumnLabel(i), SERIALS.getOrDefault(type, type));
    }
    return new Columns(types);
  }

  Optional<String> type(String column) {
    return Optional.ofNullable(types.get(column));
  }

  /** The driver quotes a type only when the search path does not lead to it. */
  static String cast(String type) {
    return type.startsWith("\"") ? type : RowPlan.quoted(type);
  }

  /** The least number of a type of whole numbers. */
  static Optional<Long> least(String type) {
    return switch (type) {
      case "int2" -> Optional.of((long) Short.MIN_VALUE);
      case "int4" -> Optional.of((long) Integer.MIN_VALUE);
      case "int8" -> Optional.of(Long.MIN_VALUE);
      default -> Optional.empty();
    };
  }

  static boolean isTime(String type) {
    return TIMES.contains(type);
  }

  /** Bytes are no text. */
  static boolean isText(String type) {
    return !type.equals("bytea") && !type.equals("_bytea");
  }

  static boolean isArray(String type) {
    String bare = type.replace("\"", "");
    return bare.substring(bare.lastIndexOf('.') + 1).startsWith("_");
  }
}
