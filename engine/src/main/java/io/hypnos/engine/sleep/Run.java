package io.hypnos.engine.sleep;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A run of sleep over one space.
 *
 * @param phase the step that it is at, or ended at
 * @param done how far that step is, of {@code total}
 * @param where what works on it
 * @param spaceVersion version of the space when the run was through with it
 * @param error why it failed, in one line that may be shown
 */
public record Run(
    UUID tenantId,
    UUID id,
    String space,
    Set<Phase> phases,
    SleepParameters parameters,
    boolean dry,
    String trigger,
    RunState state,
    Optional<Phase> phase,
    long done,
    long total,
    RunCounts counts,
    Where where,
    int attempts,
    Optional<Long> spaceVersion,
    Optional<String> error,
    Optional<UUID> createdBy,
    String requestId,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {

  /** What works on a run. */
  public enum Where {
    /** A node of the api-server itself; for spaces of ordinary size. */
    NODE,
    /** The Flink job. */
    CLUSTER
  }

  public boolean hasEnded() {
    return state.hasEnded();
  }

  /** How long the work took, or has taken so far. */
  public Duration duration(Instant now) {
    return startedAt
        .map(start -> Duration.between(start, finishedAt.orElse(now)))
        .orElse(Duration.ZERO);
  }
}
