package io.hypnos.local.launcher;

import io.hypnos.local.stack.Part;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code status} knows of a part.
 *
 * @param pid process, absent when there is none
 * @param problem why it is not healthy; empty when it is
 */
record PartReport(
    Part part,
    Optional<Long> pid,
    int port,
    long memoryMegabytes,
    Optional<Duration> uptime,
    Optional<String> problem) {

  boolean isHealthy() {
    return problem.isEmpty();
  }
}
