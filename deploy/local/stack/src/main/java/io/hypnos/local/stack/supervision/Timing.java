package io.hypnos.local.stack.supervision;

import io.hypnos.settings.LocalSettings;
import java.time.Duration;

/**
 * How patient a supervisor is.
 *
 * @param startTimeout how long a part may take until it is ready
 * @param stopTimeout how long a part may take to stop before it is killed
 * @param probeInterval time between two looks at a part that is ready
 * @param probeLimit how long an answer to a probe may take
 * @param unhealthyLimit how long a running part may be unhealthy before it is restarted
 * @param longestPause the most that the pause before a restart grows to
 * @param recovery how long a part must be healthy until its earlier failures are forgotten
 */
public record Timing(
    Duration startTimeout,
    Duration stopTimeout,
    Duration probeInterval,
    Duration probeLimit,
    Duration unhealthyLimit,
    Duration longestPause,
    Duration recovery) {

  public static Timing of(LocalSettings settings) {
    return new Timing(
        settings.startTimeout(),
        settings.stopTimeout(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60));
  }
}
