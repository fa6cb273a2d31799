package io.hypnos.engine.memory;

import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** JSON objects to and from jsonb columns. */
final class JsonColumn {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private JsonColumn() {}

  static String write(Map<String, Object> object) {
    return JSON.writeValueAsString(object);
  }

  static Map<String, Object> read(String json) {
    return JSON.readValue(json, OBJECT);
  }
}
