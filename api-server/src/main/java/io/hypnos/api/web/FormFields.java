package io.hypnos.api.web;

import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the fields of a form like those of a JSON body. */
public final class FormFields {
  private final JsonMapper json;
  private final Set<String> structured;

  /**
   * @param structured names of fields whose text is JSON: numbers, objects
   */
  public FormFields(JsonMapper json, Set<String> structured) {
    this.json = json;
    this.structured = Set.copyOf(structured);
  }

  /** An empty field of a form is one that nobody has filled in. */
  public JsonFields of(Map<String, String> fields) {
    ObjectNode object = json.createObjectNode();
    fields.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            object.set(name, node(name, value));
          }
        });
    return new JsonFields(object, json);
  }

  /** What is no JSON stays text, which the route refuses as a wrong type. */
  private JsonNode node(String name, String value) {
    if (structured.contains(name)) {
      try {
        JsonNode parsed = json.readTree(value);
        if (!parsed.isMissingNode()) {
          return parsed;
        }
      } catch (JacksonException e) {
        return json.getNodeFactory().stringNode(value);
      }
    }
    return json.getNodeFactory().stringNode(value);
  }
}
