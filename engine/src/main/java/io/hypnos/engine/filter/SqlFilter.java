package io.hypnos.engine.filter;

import io.hypnos.engine.visibility.Condition;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@link MemoryFilter} as a condition on rows of the memory table. It decides; the index may only
 * propose.
 */
public final class SqlFilter {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String CONTAINS =
      """
      (CASE jsonb_typeof(metadata #> %1$s)
         WHEN 'array' THEN (metadata #> %1$s) @> (CASE jsonb_typeof(%2$s)
                             WHEN 'array' THEN %2$s ELSE jsonb_build_array(%2$s) END)
         WHEN 'object' THEN jsonb_typeof(%2$s) = 'object' AND (metadata #> %1$s) @> %2$s
         WHEN 'string' THEN jsonb_typeof(%2$s) = 'string'
                            AND position(%2$s #>> '{}' IN metadata #>> %1$s) > 0
         ELSE (metadata #> %1$s) = %2$s
       END)\
      """;

  private static final String IN =
      """
      (CASE jsonb_typeof(metadata #> %1$s)
         WHEN 'array' THEN EXISTS (
           SELECT 1
           FROM jsonb_array_elements(metadata #> %1$s) AS stored (value)
           JOIN jsonb_array_elements(%2$s) AS wanted (value) ON wanted.value = stored.value)
         ELSE EXISTS (
           SELECT 1
           FROM jsonb_array_elements(%2$s) AS wanted (value)
           WHERE wanted.value = metadata #> %1$s)
       END)\
      """;

  private SqlFilter() {}

  /** A condition that holds for every row when nothing is asked for. */
  public static Condition of(MemoryFilter filter) {
    List<String> all = new ArrayList<>();
    Map<String, Object> arguments = new LinkedHashMap<>();
    filter
        .fields()
        .forEach(
            (field, value) -> {
              String name = "filter" + field.name();
              all.add(field.column() + " = :" + name);
              arguments.put(name, value);
            });
    if (!filter.kinds().isEmpty()) {
      all.add("kind = ANY(:filterKinds)");
      arguments.put("filterKinds", filter.kinds().toArray(String[]::new));
    }
    if (!filter.levels().isEmpty()) {
      all.add("level = ANY(:filterLevels)");
      arguments.put("filterLevels", filter.levels().toArray(Integer[]::new));
    }
    filter.by().ifPresent(key -> add(all, arguments, "created_by = :filterBy", "filterBy", key));
    filter
        .notBy()
        .ifPresent(
            key ->
                add(
                    all,
                    arguments,
                    "created_by IS DISTINCT FROM :filterNotBy",
                    "filterNotBy",
                    key));
    addWindow(all, arguments, "recorded_at", "filterRecorded", filter.recorded());
    addWindow(all, arguments, "valid_from", "filterValid", filter.valid());
    addJson(all, arguments, filter);
    return new Condition(all.isEmpty() ? "true" : String.join("\n  AND ", all), arguments);
  }

  private static void addWindow(
      List<String> all, Map<String, Object> arguments, String column, String name, Window window) {
    window
        .since()
        .ifPresent(
            start ->
                add(
                    all,
                    arguments,
                    column + " >= :" + name + "Since",
                    name + "Since",
                    Timestamp.from(start)));
    window
        .until()
        .ifPresent(
            end ->
                add(
                    all,
                    arguments,
                    column + " <= :" + name + "Until",
                    name + "Until",
                    Timestamp.from(end)));
  }

  private static void addJson(
      List<String> all, Map<String, Object> arguments, MemoryFilter filter) {
    int number = 0;
    for (Map.Entry<String, String> entry : filter.provenance().entrySet()) {
      String key = "filterOrigin" + number++;
      all.add("provenance ->> :" + key + " = :" + key + "Value");
      arguments.put(key, entry.getKey());
      arguments.put(key + "Value", entry.getValue());
    }
    for (Map.Entry<String, String> entry : filter.notProvenance().entrySet()) {
      String key = "filterOrigin" + number++;
      all.add("provenance ->> :" + key + " IS DISTINCT FROM :" + key + "Value");
      arguments.put(key, entry.getKey());
      arguments.put(key + "Value", entry.getValue());
    }
    for (MetadataCondition condition : filter.conditions()) {
      String name = "filterValue" + number;
      String path = "filterPath" + number++;
      arguments.put(path, condition.path().toArray(String[]::new));
      arguments.put(name, JSON.writeValueAsString(condition.value()));
      String pathSql = "CAST(:" + path + " AS text[])";
      String valueSql = "CAST(:" + name + " AS jsonb)";
      all.add(
          switch (condition.operator()) {
            case EQ -> "metadata #> " + pathSql + " = " + valueSql;
            case CONTAINS -> CONTAINS.formatted(pathSql, valueSql);
            case IN -> IN.formatted(pathSql, valueSql);
          });
    }
    if (!filter.containing().isEmpty()) {
      all.add("metadata @> CAST(:filterContaining AS jsonb)");
      arguments.put("filterContaining", JSON.writeValueAsString(filter.containing()));
    }
  }

  private static void add(
      List<String> all, Map<String, Object> arguments, String sql, String name, Object value) {
    all.add(sql);
    arguments.put(name, value);
  }
}
