package io.hypnos.engine.history;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What somebody asked for and may not see, or is not there: both look the same. */
final class Missing {
  private Missing() {}

  static HypnosException memory(UUID id) {
    return of("memory", "no such memory: " + id, Map.of());
  }

  static HypnosException version(UUID memoryId, String branch, int number) {
    return of(
        "version",
        "memory %s has no version %d on branch %s".formatted(memoryId, number, branch),
        Map.of("branch", branch, "number", number));
  }

  static HypnosException branch(UUID memoryId, String branch) {
    return of(
        "branch",
        "memory %s has no branch %s".formatted(memoryId, branch),
        Map.of("branch", branch));
  }

  static HypnosException commit(UUID memoryId, String hash) {
    return of("commit", "memory %s has no commit %s".formatted(memoryId, hash), Map.of());
  }

  private static HypnosException of(String what, String message, Map<String, Object> more) {
    Map<String, Object> details = new HashMap<>(more);
    details.put("missing", what);
    return new HypnosException(ErrorCode.NOT_FOUND, message, details, null);
  }
}
