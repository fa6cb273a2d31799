package io.hypnos.api.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a JSON object, read one by one. What is wrong is collected, so that a caller learns
 * all of it at once: ask for every field, then {@link #check()}. An optional field may be null.
 */
public final class JsonFields {
  private final ObjectNode object;
  private final JsonMapper json;
  private final Set<String> known = new HashSet<>();
  private final BodyViolations violations;

  JsonFields(ObjectNode object, JsonMapper json) {
    this(object, json, new BodyViolations());
  }

  /** The fields of an object that came within something else than a body of its own. */
  public static JsonFields of(ObjectNode object, JsonMapper json) {
    return new JsonFields(object, json);
  }

  JsonFields(ObjectNode object, JsonMapper json, BodyViolations violations) {
    this.object = object;
    this.json = json;
    this.violations = violations;
  }

  /**
   * SHA-256 over a path and the fields as they were sent, to tell a repeat from another request.
   */
  byte[] digest(String path) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(path.getBytes(UTF_8));
      digest.update((byte) 0);
      return digest.digest(json.writeValueAsBytes(object));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    return present(name).isPresent();
  }

  /** A text that must be there; empty only when it is missing or wrong, which check() reports. */
  public String requiredText(String name, int shortest, int longest) {
    if (!object.has(name)) {
      known.add(name);
      reject(name, "Field required", "missing");
      return "";
    }
    JsonNode value = object.get(name);
    if (value.isNull()) {
      known.add(name);
      reject(name, "Input should be a valid string", "string_type");
      return "";
    }
    return text(name, shortest, longest).orElse("");
  }

  public Optional<String> text(String name, int shortest, int longest) {
    return present(name).flatMap(value -> storableText(value, shortest, longest, name));
  }

  private Optional<String> storableText(
      JsonNode value, int shortest, int longest, Object... location) {
    if (!value.isString()) {
      return violations.instead("Input should be a valid string", "string_type", location);
    }
    String text = value.stringValue();
    int length = TextRules.length(text);
    if (!TextRules.isStorable(text)) {
      return violations.instead(
          "String must not hold NUL or half of a character pair", "string_unicode", location);
    }
    if (length < shortest) {
      return violations.instead(
          "String should have at least " + plural(shortest, "character"),
          "string_too_short",
          location);
    }
    if (length > longest) {
      return violations.instead(
          "String should have at most " + plural(longest, "character"),
          "string_too_long",
          location);
    }
    return Optional.of(text);
  }

  /** A list of texts; empty when absent. */
  public List<String> texts(String name, int most, int longest) {
    List<String> texts = new ArrayList<>();
    List<JsonNode> items = items(name, most, "string");
    for (int index = 0; index < items.size(); index++) {
      storableText(items.get(index), 0, longest, name, index).ifPresent(texts::add);
    }
    return texts;
  }

  /** A list of texts of some length that must be there. */
  public List<String> requiredTexts(String name, int fewest, int most, int shortest, int longest) {
    List<String> texts = new ArrayList<>();
    List<JsonNode> items = requiredItems(name, fewest, most, "string");
    for (int index = 0; index < items.size(); index++) {
      storableText(items.get(index), shortest, longest, name, index).ifPresent(texts::add);
    }
    return texts;
  }

  /** A list of ids that must be there; one that is named twice counts once. */
  public List<UUID> requiredIds(String name, int most) {
    Set<UUID> ids = new LinkedHashSet<>();
    List<JsonNode> items = requiredItems(name, 0, most, "UUID");
    for (int index = 0; index < items.size(); index++) {
      Optional<UUID> id = uuid(items.get(index));
      if (id.isEmpty()) {
        violations.add("Input should be a valid UUID", "uuid_parsing", name, index);
      }
      id.ifPresent(ids::add);
    }
    return List.copyOf(ids);
  }

  /**
   * A list of objects that must be there. Each is checked for itself: what is wrong with one of
   * them fails its own check only.
   */
  public List<JsonFields> requiredObjects(String name, int fewest, int most) {
    return objects(name, requiredItems(name, fewest, most, "object"));
  }

  /** A list of objects; empty when absent. */
  public List<JsonFields> objects(String name, int most) {
    return objects(name, items(name, most, "object"));
  }

  /** A list that must be there and whose entries may be wrong: empty for what is no object. */
  public List<Optional<JsonFields>> requiredEntries(String name, int most) {
    return entries(name, requiredItems(name, 0, most, "object"));
  }

  /** The same; empty when absent. */
  public List<Optional<JsonFields>> entries(String name, int most) {
    return entries(name, items(name, most, "object"));
  }

  private List<Optional<JsonFields>> entries(String name, List<JsonNode> items) {
    List<Optional<JsonFields>> entries = new ArrayList<>();
    for (int index = 0; index < items.size(); index++) {
      entries.add(
          items.get(index) instanceof ObjectNode item
              ? Optional.of(new JsonFields(item, json, violations.within(name, index)))
              : Optional.empty());
    }
    return entries;
  }

  private List<JsonFields> objects(String name, List<JsonNode> items) {
    List<JsonFields> objects = new ArrayList<>();
    for (int index = 0; index < items.size(); index++) {
      if (items.get(index) instanceof ObjectNode item) {
        objects.add(new JsonFields(item, json, violations.within(name, index)));
      } else {
        violations.add("Input should be an object", "dict_type", name, index);
      }
    }
    return objects;
  }

  private List<JsonNode> requiredItems(String name, int fewest, int most, String what) {
    if (!object.has(name)) {
      known.add(name);
      reject(name, "Field required", "missing");
      return List.of();
    }
    if (present(name).isEmpty()) {
      reject(name, "Input should be a list of " + what + "s", "list_type");
      return List.of();
    }
    List<JsonNode> items = items(name, most, what);
    if (items.size() < fewest && object.get(name).isArray() && object.get(name).size() < fewest) {
      reject(name, "List should have at least " + plural(fewest, "item"), "too_short");
    }
    return items;
  }

  /** A list of distinct ids; empty when absent. */
  public List<UUID> ids(String name, int most) {
    Set<UUID> ids = new LinkedHashSet<>();
    List<JsonNode> items = items(name, most, "UUID");
    for (int index = 0; index < items.size(); index++) {
      Optional<UUID> id = uuid(items.get(index));
      if (id.isEmpty()) {
        violations.add("Input should be a valid UUID", "uuid_parsing", name, index);
      } else if (!ids.add(id.get())) {
        violations.add("Ids should be distinct", "value_error", name, index);
      }
    }
    return List.copyOf(ids);
  }

  private List<JsonNode> items(String name, int most, String what) {
    Optional<JsonNode> value = present(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!value.get().isArray()) {
      reject(name, "Input should be a list of " + what + "s", "list_type");
      return List.of();
    }
    if (value.get().size() > most) {
      reject(name, "List should have at most " + plural(most, "item"), "too_long");
      return List.of();
    }
    return List.copyOf(value.get().values());
  }

  /** Any JSON object, bounded by its size as compact JSON; empty when absent. */
  public Map<String, Object> object(String name, int mostBytes) {
    Optional<JsonNode> value = present(name);
    if (value.isEmpty()) {
      return Map.of();
    }
    if (!value.get().isObject()) {
      reject(name, "Input should be an object", "dict_type");
      return Map.of();
    }
    Optional<String> problem = JsonValues.problemOf(value.get());
    if (problem.isPresent()) {
      reject(name, problem.get(), "value_error");
      return Map.of();
    }
    if (json.writeValueAsBytes(value.get()).length > mostBytes) {
      reject(name, "Object should take at most " + mostBytes + " bytes as JSON", "value_error");
      return Map.of();
    }
    return json.convertValue(value.get(), new TypeReference<Map<String, Object>>() {});
  }

  public Optional<Integer> integer(String name, int lowest, int highest) {
    Optional<JsonNode> value = present(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().isIntegralNumber()) {
      return violations.instead("Input should be a valid integer", "int_type", name);
    }
    return inRange(name, size(value.get()), lowest, highest).map(Double::intValue);
  }

  public Optional<Double> number(String name, double lowest, double highest) {
    Optional<JsonNode> value = present(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().isNumber()) {
      return violations.instead("Input should be a valid number", "float_type", name);
    }
    return inRange(name, size(value.get()), lowest, highest);
  }

  /** Infinite for an integer that no double holds. */
  private static double size(JsonNode number) {
    return number.isBigInteger() ? number.bigIntegerValue().doubleValue() : number.doubleValue();
  }

  private Optional<Double> inRange(String name, double value, double lowest, double highest) {
    if (!(value >= lowest)) {
      return violations.instead(
          "Input should be greater than or equal to " + JsonValues.shortest(lowest),
          "greater_than_equal",
          name);
    }
    if (!(value <= highest)) {
      return violations.instead(
          "Input should be less than or equal to " + JsonValues.shortest(highest),
          "less_than_equal",
          name);
    }
    return Optional.of(value);
  }

  /** A number that must be there; the lowest only when it is missing or wrong. */
  public double requiredNumber(String name, double lowest, double highest) {
    if (!object.has(name)) {
      known.add(name);
      reject(name, "Field required", "missing");
      return lowest;
    }
    if (present(name).isEmpty()) {
      reject(name, "Input should be a valid number", "float_type");
      return lowest;
    }
    return number(name, lowest, highest).orElse(lowest);
  }

  /** Any JSON value that must be there; {@code null} for JSON's null, or when it is missing. */
  public Object requiredValue(String name) {
    known.add(name);
    JsonNode value = object.get(name);
    if (value == null) {
      reject(name, "Field required", "missing");
      return null;
    }
    Optional<String> problem = JsonValues.problemOf(value);
    if (problem.isPresent()) {
      reject(name, problem.get(), "value_error");
      return null;
    }
    return json.convertValue(value, Object.class);
  }

  public Optional<Boolean> flag(String name) {
    Optional<JsonNode> value = present(name);
    if (value.isPresent() && !value.get().isBoolean()) {
      return violations.instead("Input should be a valid boolean", "bool_type", name);
    }
    return value.map(JsonNode::booleanValue);
  }

  /** A word out of a few. */
  public Optional<String> word(String name, List<String> allowed) {
    Optional<JsonNode> value = present(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().isString() || !allowed.contains(value.get().stringValue())) {
      return violations.instead(
          "Input should be one of: " + String.join(", ", allowed), "literal_error", name);
    }
    return value.map(JsonNode::stringValue);
  }

  /** A point in time; without an offset it is meant as UTC. */
  public Optional<Instant> timestamp(String name) {
    Optional<JsonNode> value = present(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return value.map(JsonNode::stringValue).map(Timestamps::parse);
    } catch (DateTimeException | tools.jackson.core.JacksonException e) {
      return violations.instead("Input should be an ISO 8601 time", "datetime_parsing", name);
    }
  }

  /** Reports a field whose value breaks a rule of the route. */
  public void reject(String name, String message, String type) {
    violations.add(message, type, name);
  }

  /** Fields that nobody has asked for are mistakes. */
  public void refuseUnknown() {
    object.propertyNames().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> reject(name, "Extra inputs are not permitted", "extra_forbidden"));
  }

  /** Ends the request when anything was wrong. */
  public void check() {
    violations.check();
  }

  /** Notes that a field is known although its value does not matter. */
  public void ignore(String... names) {
    known.addAll(List.of(names));
  }

  private Optional<JsonNode> present(String name) {
    known.add(name);
    return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
  }

  private static Optional<UUID> uuid(JsonNode value) {
    return value.isString() ? Ids.parse(value.stringValue()) : Optional.empty();
  }

  private static String plural(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
