package io.hypnos.engine.learning;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A text to learn from.
 *
 * @param importance of every fact in it; absent: the usual
 */
public record LearnRequest(
    String space, String content, Optional<Double> importance, Optional<String> containerTag) {

  Map<String, Object> asMap() {
    Map<String, Object> map = new HashMap<>();
    map.put("content", content);
    importance.ifPresent(value -> map.put("importance", value));
    containerTag.ifPresent(value -> map.put("container_tag", value));
    return map;
  }

  static LearnRequest of(String space, Map<String, Object> map) {
    return new LearnRequest(
        space,
        String.valueOf(map.get("content")),
        Optional.ofNullable(map.get("importance")).map(value -> ((Number) value).doubleValue()),
        Optional.ofNullable(map.get("container_tag")).map(String::valueOf));
  }
}
