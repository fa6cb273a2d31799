package io.hypnos.local.flink;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a job failed.
 *
 * @param at milliseconds since the epoch; tells one failure from the next
 */
record JobFailure(long at, String stackTrace) {
  static final JobFailure NONE = new JobFailure(0, "");

  /** Flink has no common type for it; these are the words of its ways to fail there. */
  private static final List<String> SIGNS_OF_UNUSABLE_STATE =
      List.of(
          "Exception while creating StreamOperatorStateContext",
          "Could not restore",
          "Failed to restore",
          "Failed to rollback to checkpoint",
          "StateMigrationException",
          "BackendBuildingException",
          "SimpleVersionedSerialization");

  /** Whether a task could not take the state it was given. */
  boolean isOfRestoring() {
    return SIGNS_OF_UNUSABLE_STATE.stream().anyMatch(stackTrace::contains);
  }

  /** The chain of causes in one line. */
  String summary() {
    return stackTrace
        .lines()
        .filter(line -> !line.startsWith("\t"))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" | "));
  }
}
