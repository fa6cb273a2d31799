package io.hypnos.engine.search;

import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.filter.MetadataCondition;
import io.hypnos.engine.filter.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@link MemoryFilter} as filter clauses on documents. Each holds for every memory for which the
 * filter holds, and perhaps for more.
 */
final class IndexFilter {
  private static final Pattern ODD_POSITION =
      Pattern.compile("\\s*([-+]\\d+|0\\d+)\\s*|\\s+\\d+\\s*|\\d+\\s+");

  private IndexFilter() {}

  static List<Object> of(MemoryFilter filter) {
    List<Object> all = new ArrayList<>();
    filter
        .fields()
        .forEach((field, value) -> all.add(term(name(field), IndexableValues.shortened(value))));
    if (!filter.kinds().isEmpty()) {
      all.add(Map.of("terms", Map.of("kind", filter.kinds())));
    }
    if (!filter.levels().isEmpty()) {
      all.add(Map.of("terms", Map.of("level", filter.levels())));
    }
    filter.by().ifPresent(key -> all.add(term("created_by", key.toString())));
    filter
        .notBy()
        .ifPresent(
            key ->
                all.add(
                    Map.of(
                        "bool", Map.of("must_not", List.of(term("created_by", key.toString()))))));
    addWindow(all, "created_at", filter.recorded());
    addWindow(all, "valid_from", filter.valid());
    filter
        .provenance()
        .forEach((key, value) -> all.add(anyOf(List.of(MetadataTokens.origin(key, value)))));
    for (MetadataCondition condition : filter.conditions()) {
      if (condition.path().stream().noneMatch(IndexFilter::isOddPosition)) {
        all.add(anyOf(MetadataTokens.of(condition)));
      }
    }
    MetadataTokens.containing(filter.containing()).forEach(token -> all.add(anyOf(List.of(token))));
    return all;
  }

  /** Positions that the record understands in other spellings than the index knows. */
  private static boolean isOddPosition(String step) {
    return ODD_POSITION.matcher(step).matches();
  }

  private static String name(MemoryFilter.Field field) {
    return field == MemoryFilter.Field.OWNER ? "owner" : field.column();
  }

  private static void addWindow(List<Object> all, String field, Window window) {
    if (window.isOpen()) {
      return;
    }
    Map<String, Object> bounds = new LinkedHashMap<>();
    // The index knows milliseconds, the record microseconds.
    window.since().ifPresent(start -> bounds.put("gte", start.minusMillis(1).toEpochMilli()));
    window.until().ifPresent(end -> bounds.put("lte", end.plusMillis(1).toEpochMilli()));
    bounds.put("format", "epoch_millis");
    all.add(Map.of("range", Map.of(field, bounds)));
  }

  private static Object anyOf(List<String> tokens) {
    List<String> any = new ArrayList<>(tokens);
    any.add(MetadataTokens.OVERFLOW);
    return Map.of("terms", Map.of("tokens", any));
  }

  private static Map<String, Object> term(String field, Object value) {
    return Map.of("term", Map.of(field, value));
  }
}
