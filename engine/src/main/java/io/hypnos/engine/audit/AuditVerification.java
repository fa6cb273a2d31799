package io.hypnos.engine.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a check of a chain found.
 *
 * @param checked positions that were looked at, those that should be there and are not included
 * @param failures the first of what does not fit, in order; empty when the chain is intact
 * @param failed how many do not fit
 * @param unsealed entries that are not in the chain yet
 */
public record AuditVerification(long checked, List<Failure> failures, long failed, long unsealed) {

  /**
   * A position that does not fit.
   *
   * @param expected hash in hex that follows from the entry and the hash before it
   * @param stored hash in hex that the entry carries; empty when there is no entry
   */
  public record Failure(long position, Optional<String> expected, Optional<String> stored) {}

  /** Of two chains, one after the other. */
  AuditVerification and(AuditVerification other) {
    List<Failure> both = new ArrayList<>(failures);
    both.addAll(other.failures);
    return new AuditVerification(
        checked + other.checked,
        List.copyOf(both),
        failed + other.failed,
        unsealed + other.unsealed);
  }

  public boolean intact() {
    return failed == 0;
  }

  public Optional<Long> firstBroken() {
    return failures.stream().findFirst().map(Failure::position);
  }
}
