package io.hypnos.engine.job;

import java.util.Map;
import java.util.Optional;

/** Work to be done later. */
public record NewJob(
    String kind, Optional<String> space, Map<String, Object> request, Optional<Long> total) {

  public static NewJob of(String kind, Map<String, Object> request) {
    return new NewJob(kind, Optional.empty(), request, Optional.empty());
  }
}
