package io.hypnos.engine.task;

import java.util.Optional;

/**
 * A new status; progress and result stay when absent.
 *
 * @param reason why it is blocked or failed; a status without one clears it
 */
public record StatusChange(
    TaskStatus status,
    Optional<String> reason,
    Optional<Double> progress,
    Optional<String> resultSummary) {

  public static StatusChange to(TaskStatus status) {
    return new StatusChange(status, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
