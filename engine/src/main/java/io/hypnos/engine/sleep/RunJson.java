package io.hypnos.engine.sleep;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Parameters and counts to and from their columns. A row of an older version lacks what is new. */
final class RunJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final String EMPTY = "{}";

  private RunJson() {}

  static String write(Object value) {
    return JSON.writeValueAsString(value);
  }

  static <T> T read(String json, Class<T> type) {
    return JSON.readValue(json, type);
  }

  /** Parameters with some of them, by name, as somebody else wants them. */
  static SleepParameters over(SleepParameters usual, Map<String, Object> wanted) {
    Map<String, Object> all = new HashMap<>(JSON.readValue(write(usual), OBJECT));
    all.putAll(wanted);
    try {
      return JSON.convertValue(all, SleepParameters.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a parameter has the wrong type", e);
    }
  }

  static SleepParameters parameters(String json) {
    return EMPTY.equals(json) ? SleepParameters.USUAL : read(json, SleepParameters.class);
  }

  static RunCounts counts(String json) {
    return EMPTY.equals(json) ? RunCounts.NONE : read(json, RunCounts.class);
  }
}
