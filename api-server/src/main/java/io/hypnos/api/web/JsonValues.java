package io.hypnos.api.web;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Rules for free JSON values that are kept as they are. */
final class JsonValues {
  private JsonValues() {}

  /** What makes a value impossible to keep, if anything does. */
  static Optional<String> problemOf(JsonNode value) {
    if (value.isString() && !TextRules.isStorable(value.stringValue())) {
      return Optional.of("Strings must not hold NUL or half of a character pair");
    }
    if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
      return Optional.of("Numbers should be finite");
    }
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      if (!TextRules.isStorable(property.getKey())) {
        return Optional.of("Names must not hold NUL or half of a character pair");
      }
    }
    for (JsonNode child : value.values()) {
      Optional<String> problem = problemOf(child);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  static String shortest(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
