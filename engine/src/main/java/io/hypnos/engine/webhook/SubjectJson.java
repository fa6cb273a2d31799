package io.hypnos.engine.webhook;

import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Subjects to and from their column; numbers keep every digit. */
final class SubjectJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private SubjectJson() {}

  static String write(Map<String, Object> subject) {
    return JSON.writeValueAsString(subject);
  }

  static Map<String, Object> read(String json) {
    return JSON.readValue(json, OBJECT);
  }
}
