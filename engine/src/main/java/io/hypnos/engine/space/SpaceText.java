package io.hypnos.engine.space;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.Map;

/** What may be said of a space: bounded, and nothing that cannot be stored. */
final class SpaceText {
  private SpaceText() {}

  static void require(String field, String text, int shortest, int longest) {
    int length = text.codePointCount(0, text.length());
    if (length < shortest || length > longest) {
      throw invalid(
          field, "%s has %d to %d characters".formatted(field, shortest, longest), "length");
    }
    requireStorable(field, text);
  }

  /** The same for all text within a JSON value. */
  static void requireAll(String field, Object value) {
    if (value instanceof String text) {
      requireStorable(field, text);
    } else if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, nested) -> {
            requireStorable(field, String.valueOf(key));
            requireAll(field, nested);
          });
    } else if (value instanceof Iterable<?> items) {
      items.forEach(nested -> requireAll(field, nested));
    }
  }

  private static void requireStorable(String field, String text) {
    boolean storable =
        text.codePoints()
            .noneMatch(
                c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    if (!storable) {
      throw invalid(field, field + " holds a character that cannot be stored", "string_unicode");
    }
  }

  private static HypnosException invalid(String field, String message, String type) {
    return new HypnosException(
        ErrorCode.VALIDATION, message, Map.of("field", field, "type", type), null);
  }
}
