package io.hypnos.engine.sleep;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Parameters and counts to and from their columns. A row of an older version lacks what is new. */
final class RunJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final String EMPTY = "{}";

  private RunJson() {}

  static String write(Object value) {
    return JSON.writeValueAsString(value);
  }

  static <T> T read(String json, Class<T> type) {
    return JSON.readValue(json, type);
  }

  static SleepParameters parameters(String json) {
    return EMPTY.equals(json) ? SleepParameters.USUAL : read(json, SleepParameters.class);
  }

  static RunCounts counts(String json) {
    return EMPTY.equals(json) ? RunCounts.NONE : read(json, RunCounts.class);
  }
}
