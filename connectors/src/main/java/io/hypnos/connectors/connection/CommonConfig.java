package io.hypnos.connectors.connection;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What every connection may say in its config, whatever the provider. */
final class CommonConfig {
  private static final String DELETES = "deletes";
  private static final String INTERVAL = "sync_interval_minutes";
  private static final int LONGEST_INTERVAL = 60 * 24 * 30;

  private CommonConfig() {}

  /** What is wrong; empty when it is fine. */
  static Optional<String> problem(Map<String, Object> config) {
    Object deletes = config.getOrDefault(DELETES, "archive");
    if (!"archive".equals(deletes) && !"delete".equals(deletes)) {
      return Optional.of("config.deletes is archive or delete");
    }
    if (config.containsKey(INTERVAL) && interval(config).isEmpty()) {
      return Optional.of(
          "config.%s is a whole number from 1 to %d".formatted(INTERVAL, LONGEST_INTERVAL));
    }
    return Optional.empty();
  }

  /** Whether memories go for good when their record is gone. */
  static boolean deletes(Map<String, Object> config) {
    return "delete".equals(config.get(DELETES));
  }

  /** Its own interval, if it has one. */
  static Optional<Duration> interval(Map<String, Object> config) {
    return config.get(INTERVAL) instanceof Integer minutes
            && minutes >= 1
            && minutes <= LONGEST_INTERVAL
        ? Optional.of(Duration.ofMinutes(minutes))
        : Optional.empty();
  }
}
