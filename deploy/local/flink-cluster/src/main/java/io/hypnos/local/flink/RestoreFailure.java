package io.hypnos.local.flink;

import java.util.List;

/** Tells a task that cannot take its state from one that cannot work for another reason. */
final class RestoreFailure {
  /** Flink has no common type for it; these are the words of all its ways to fail there. */
  private static final List<String> SIGNS =
      List.of(
          "Exception while creating StreamOperatorStateContext",
          "Could not restore",
          "Failed to restore",
          "Failed to rollback to checkpoint",
          "StateMigrationException",
          "BackendBuildingException",
          "SimpleVersionedSerialization");

  private RestoreFailure() {}

  static boolean isIn(String failure) {
    return SIGNS.stream().anyMatch(failure::contains);
  }
}
