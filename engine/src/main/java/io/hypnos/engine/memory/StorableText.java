package io.hypnos.engine.memory;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.Map;

/** What a text must be to be kept: no NUL, no half of a surrogate pair. */
public final class StorableText {
  private StorableText() {}

  /** Refuses text from a caller that cannot be kept as it is. */
  public static void require(String field, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isUnstorable(text, i)) {
        throw new HypnosException(
            ErrorCode.VALIDATION,
            field + " holds a character that cannot be stored (NUL or half of a surrogate pair)",
            Map.of("field", field, "type", "string_unicode"),
            null);
      }
    }
  }

  /** The same rule for all strings within a JSON value. */
  public static void requireAll(String field, Object value) {
    if (value instanceof String text) {
      require(field, text);
    } else if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, nested) -> {
            require(field, String.valueOf(key));
            requireAll(field, nested);
          });
    } else if (value instanceof Iterable<?> list) {
      list.forEach(nested -> requireAll(field, nested));
    }
  }

  /** Text of a document with what cannot be kept replaced. */
  public static String cleaned(String text) {
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      if (isUnstorable(text, i)) {
        if (clean == null) {
          clean = new StringBuilder(text);
        }
        clean.setCharAt(i, text.charAt(i) == 0 ? ' ' : '\uFFFD');
      }
    }
    return clean == null ? text : clean.toString();
  }

  private static boolean isUnstorable(String text, int i) {
    char c = text.charAt(i);
    if (c == 0) {
      return true;
    }
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
