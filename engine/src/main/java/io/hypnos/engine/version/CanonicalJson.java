package io.hypnos.engine.version;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
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
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      write(out, object);
    }
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

  private static void write(JsonGenerator out, Object value) {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof String string) {
      out.writeString(string);
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (value instanceof Map<?, ?> map) {
      writeObject(out, map);
    } else if (value instanceof List<?> items) {
      out.writeStartArray();
      items.forEach(item -> write(out, item));
      out.writeEndArray();
    } else if (isPlain(value)) {
      out.writeRawValue(new BigDecimal(value.toString()).stripTrailingZeros().toString());
    } else {
      // Written and read once, so that any other kind of value is one that JSON has.
      write(out, JSON.readValue(JSON.writeValueAsString(value), Object.class));
    }
  }

  private static boolean isPlain(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof BigInteger
        || value instanceof BigDecimal
        || (value instanceof Double number && Double.isFinite(number));
  }

  private static void writeObject(JsonGenerator out, Map<?, ?> map) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((key, item) -> sorted.put(String.valueOf(key), item));
    out.writeStartObject();
    sorted.forEach(
        (key, item) -> {
          out.writeName(key);
          write(out, item);
        });
    out.writeEndObject();
  }
}
