package io.hypnos.local.stack.supervision;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.hypnos.local.stack.Part;
import java.time.Instant;
import java.util.Optional;

/**
 * A part at one moment.
 *
 * @param name the part's label
 * @param pid process, absent when there is none
 * @param restarts how often this supervisor had to start it again
 * @param startedAt when the process was started
 * @param readyMillis how long the process took to become ready, absent until then
 * @param problem what keeps it from being healthy
 */
public record PartState(
    String name,
    PartStatus status,
    Optional<Long> pid,
    int restarts,
    Optional<Instant> startedAt,
    Optional<Long> readyMillis,
    Optional<String> problem) {

  static PartState stopped(Part part) {
    return new PartState(
        part.label(),
        PartStatus.STOPPED,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @JsonIgnore
  public boolean isHealthy() {
    return status == PartStatus.HEALTHY;
  }
}
