package io.hypnos.engine.tenancy;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.Map;

/** Which names tenants and keys may bear. */
final class NameRules {
  private static final int LONGEST = 128;

  private NameRules() {}

  static void requireTenantName(String name) {
    if (name.isBlank()) {
      throw refused("name", "must not be empty");
    }
    requirePlain("name", name);
  }

  static void requireLabel(String label) {
    requirePlain("label", label);
  }

  private static void requirePlain(String field, String text) {
    if (text.codePointCount(0, text.length()) > LONGEST) {
      throw refused(field, "must have at most " + LONGEST + " characters");
    }
    if (text.codePoints().anyMatch(NameRules::isUnprintable)) {
      throw refused(field, "must not contain control characters");
    }
  }

  private static boolean isUnprintable(int character) {
    // Half a surrogate pair cannot be stored at all.
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }

  private static HypnosException refused(String field, String problem) {
    return new HypnosException(
        ErrorCode.VALIDATION, field + " " + problem, Map.of("field", field), null);
  }
}
