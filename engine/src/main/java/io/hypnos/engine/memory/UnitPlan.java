package io.hypnos.engine.memory;

import java.util.List;
import java.util.UUID;

/**
 * What is to happen to a unit of intake.
 *
 * @param coming rows that are not there yet
 * @param changed rows that are there with another content
 * @param gone memories of the version before that this one does not have
 * @param isTaken whether this version is the one that stands from now on
 */
record UnitPlan(
    SourceUnit unit,
    List<StoredMemory> coming,
    List<StoredMemory> changed,
    List<UUID> gone,
    UnitOutcome outcome,
    boolean isTaken) {

  UnitPlan withFirstVersion(long version) {
    return new UnitPlan(
        unit,
        coming.stream().map(row -> row.withRowVersion(version)).toList(),
        changed,
        gone,
        outcome,
        isTaken);
  }

  /** Nothing happens. */
  static UnitPlan none(SourceUnit unit, UnitOutcome outcome) {
    return new UnitPlan(unit, List.of(), List.of(), List.of(), outcome, false);
  }
}
