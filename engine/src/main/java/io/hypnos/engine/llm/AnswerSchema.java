package io.hypnos.engine.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON Schema of an answer, in the part of the language that endpoints accept in strict mode:
 * object, array, string, number, integer, boolean, null, unions of these, properties, required,
 * additionalProperties, items, enum, minimum, maximum, minLength, maxLength, minItems, maxItems.
 */
public final class AnswerSchema {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final String json;
  private final JsonNode root;

  private AnswerSchema(String json, JsonNode root) {
    this.json = json;
    this.root = root;
  }

  public static AnswerSchema of(String json) {
    JsonNode root = MAPPER.readTree(json);
    return new AnswerSchema(root.toString(), root);
  }

  public String json() {
    return json;
  }

  JsonNode root() {
    return root;
  }

  /** Where and how a value breaks the schema, or nothing. The value itself is not quoted. */
  Optional<String> violation(JsonNode value) {
    return violation(root, value, "$");
  }

  private static Optional<String> violation(JsonNode schema, JsonNode value, String path) {
    if (!hasType(schema.path("type"), value)) {
      return Optional.of(path + " has the wrong type");
    }
    if (schema.has("enum") && !isListed(schema.path("enum"), value)) {
      return Optional.of(path + " is none of the listed values");
    }
    if (value.isObject()) {
      return ofObject(schema, value, path);
    } else if (value.isArray()) {
      return ofArray(schema, value, path);
    } else if (value.isString()) {
      int length = value.stringValue().length();
      return outside(length, schema, "minLength", "maxLength", path + " has a wrong length");
    } else if (value.isNumber()) {
      return outside(value.doubleValue(), schema, "minimum", "maximum", path + " is out of range");
    }
    return Optional.empty();
  }

  private static Optional<String> ofObject(JsonNode schema, JsonNode value, String path) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.stringValue())) {
        return Optional.of(path + " lacks " + name.stringValue());
      }
    }
    JsonNode properties = schema.path("properties");
    boolean open = schema.path("additionalProperties").asBoolean(true);
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      JsonNode nested = properties.path(property.getKey());
      if (nested.isMissingNode()) {
        if (!open) {
          return Optional.of(path + " has a field that is not in the schema");
        }
        continue;
      }
      Optional<String> violation =
          violation(nested, property.getValue(), path + "." + property.getKey());
      if (violation.isPresent()) {
        return violation;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ofArray(JsonNode schema, JsonNode value, String path) {
    Optional<String> size =
        outside(value.size(), schema, "minItems", "maxItems", path + " has a wrong size");
    if (size.isPresent() || !schema.has("items")) {
      return size;
    }
    for (int i = 0; i < value.size(); i++) {
      Optional<String> violation =
          violation(schema.path("items"), value.get(i), path + "[" + i + "]");
      if (violation.isPresent()) {
        return violation;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> outside(
      double number, JsonNode schema, String min, String max, String problem) {
    boolean low = schema.has(min) && number < schema.path(min).doubleValue();
    boolean high = schema.has(max) && number > schema.path(max).doubleValue();
    return low || high ? Optional.of(problem) : Optional.empty();
  }

  private static boolean isListed(JsonNode listed, JsonNode value) {
    for (JsonNode one : listed) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasType(JsonNode type, JsonNode value) {
    if (type.isMissingNode()) {
      return true;
    }
    List<String> names = new ArrayList<>();
    if (type.isString()) {
      names.add(type.stringValue());
    } else {
      type.forEach(name -> names.add(name.stringValue()));
    }
    return names.stream().anyMatch(name -> isA(name, value));
  }

  private static boolean isA(String name, JsonNode value) {
    return switch (name) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "number" -> value.isNumber();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("unknown type in a schema: " + name);
    };
  }
}
