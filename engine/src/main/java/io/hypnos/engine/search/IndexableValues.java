package io.hypnos.engine.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metadata as the index can hold it: each value becomes a term, and a term has 32,766 bytes at
 * most. What is longer is shortened and what is nested deeper is left out, in the index only; the
 * record keeps the whole.
 */
final class IndexableValues {
  private static final int LONGEST_VALUE = 4_000;
  private static final int LONGEST_KEY = 200;
  private static final int DEEPEST = 8;

  private IndexableValues() {}

  static Map<String, Object> of(Map<String, Object> metadata) {
    return object(metadata, 1);
  }

  static String shortened(String text) {
    if (text.length() <= LONGEST_VALUE) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(LONGEST_VALUE - 1));
    return text.substring(0, splitsPair ? LONGEST_VALUE - 1 : LONGEST_VALUE);
  }

  private static Map<String, Object> object(Map<?, ?> map, int depth) {
    Map<String, Object> kept = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (!name.isBlank() && name.length() <= LONGEST_KEY && isShallow(value, depth)) {
            kept.put(name, value(value, depth));
          }
        });
    return kept;
  }

  private static boolean isShallow(Object value, int depth) {
    return depth < DEEPEST || !(value instanceof Map<?, ?> || value instanceof List<?>);
  }

  private static Object value(Object value, int depth) {
    if (value instanceof String text) {
      return shortened(text);
    } else if (value instanceof Map<?, ?> map) {
      return object(map, depth + 1);
    } else if (value instanceof List<?> list) {
      return list.stream()
          .filter(each -> each != null && isShallow(each, depth + 1))
          .map(each -> value(each, depth + 1))
          .toList();
    }
    return value;
  }
}
