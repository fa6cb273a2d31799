package io.hypnos.engine.version;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON that is the same text for the same value, also after a trip through a jsonb column: no
 * spaces, keys in the order of their UTF-16 code units, numbers in their shortest decimal form
 * ({@code 1.0} is {@code 1}, {@code 1200} is {@code 1.2E+3}), strings escaped only where they must
 * be.
 */
final class CanonicalJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private CanonicalJson() {}

  static String of(Map<String, Object> object) {
    // Written and read once, so that every kind of number and collection is one that JSON has.
    Object plain = JSON.readValue(JSON.writeValueAsString(object), Object.class);
    StringBuilder text = new StringBuilder();
    append(text, plain);
    return text.toString();
  }

  /** A JSON object as it stands in a column, with its numbers unharmed. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> read(String json) {
    return (Map<String, Object>) JSON.readValue(json, Object.class);
  }

  static String write(Map<String, Object> object) {
    return JSON.writeValueAsString(object);
  }

  private static void append(StringBuilder text, Object value) {
    if (value instanceof Map<?, ?> map) {
      appendObject(text, map);
    } else if (value instanceof Iterable<?> items) {
      char separator = '[';
      for (Object item : items) {
        text.append(separator);
        append(text, item);
        separator = ',';
      }
      text.append(separator == '[' ? "[]" : "]");
    } else if (value instanceof Number number) {
      text.append(new BigDecimal(number.toString()).stripTrailingZeros());
    } else {
      text.append(JSON.writeValueAsString(value));
    }
  }

  private static void appendObject(StringBuilder text, Map<?, ?> map) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((key, item) -> sorted.put(String.valueOf(key), item));
    text.append('{');
    String separator = "";
    for (Map.Entry<String, Object> entry : sorted.entrySet()) {
      text.append(separator).append(JSON.writeValueAsString(entry.getKey())).append(':');
      append(text, entry.getValue());
      separator = ",";
    }
    text.append('}');
  }
}
