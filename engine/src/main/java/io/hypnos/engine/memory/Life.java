package io.hypnos.engine.memory;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a memory is in its life.
 *
 * @param isProtected distinctive: consolidation leaves it alone
 * @param stale derived from memories that have changed since; to be made again
 */
public record Life(
    State state,
    Optional<UUID> supersededBy,
    Optional<UUID> consolidatedInto,
    boolean pinned,
    boolean isProtected,
    boolean stale,
    Optional<Instant> archivedAt,
    Optional<Instant> expiresAt) {

  /** Only live memories are found, unless history is asked for. */
  public enum State {
    LIVE,
    SUPERSEDED,
    CONSOLIDATED,
    FORGOTTEN
  }

  static Life fresh(boolean pinned, Optional<Instant> expiresAt) {
    return new Life(
        State.LIVE,
        Optional.empty(),
        Optional.empty(),
        pinned,
        false,
        false,
        Optional.empty(),
        expiresAt);
  }

  public boolean isArchived() {
    return archivedAt.isPresent();
  }

  public boolean isExpired(Instant now) {
    return expiresAt.map(end -> !end.isAfter(now)).orElse(false);
  }

  public Life withPinned(boolean other) {
    return new Life(
        state, supersededBy, consolidatedInto, other, isProtected, stale, archivedAt, expiresAt);
  }

  public Life withArchivedAt(Optional<Instant> other) {
    return new Life(
        state, supersededBy, consolidatedInto, pinned, isProtected, stale, other, expiresAt);
  }

  public Life withExpiresAt(Optional<Instant> other) {
    return new Life(
        state, supersededBy, consolidatedInto, pinned, isProtected, stale, archivedAt, other);
  }

  public Life withState(State other) {
    return new Life(
        other, supersededBy, consolidatedInto, pinned, isProtected, stale, archivedAt, expiresAt);
  }

  /** Stands for itself again: what stood for it is gone, or its content is another. */
  public Life revived() {
    return new Life(
        State.LIVE,
        Optional.empty(),
        Optional.empty(),
        pinned,
        isProtected,
        stale,
        archivedAt,
        expiresAt);
  }

  public Life withStale(boolean other) {
    return new Life(
        state, supersededBy, consolidatedInto, pinned, isProtected, other, archivedAt, expiresAt);
  }
}
