package io.hypnos.engine.memory;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a run of sleep may change of a memory, as it stands at one row version. Two of them, before
 * and after, tell a change and undo it.
 */
public record LifeImage(
    UUID id,
    String space,
    Life.State state,
    Optional<UUID> supersededBy,
    Optional<UUID> consolidatedInto,
    boolean isProtected,
    Optional<Instant> archivedAt,
    Optional<Instant> retiredAt,
    int mostPieces,
    long rowVersion) {

  public boolean isLive() {
    return state == Life.State.LIVE && archivedAt.isEmpty();
  }

  /** Whether searches see no difference: the index need not hear of the change. */
  boolean looksLike(LifeImage other) {
    return space.equals(other.space)
        && state == other.state
        && archivedAt.equals(other.archivedAt)
        && retiredAt.equals(other.retiredAt)
        && mostPieces == other.mostPieces;
  }

  public LifeImage consolidated(UUID into) {
    return with(Life.State.CONSOLIDATED, supersededBy, Optional.of(into), archivedAt, retiredAt);
  }

  public LifeImage superseded(UUID by, Instant at) {
    return with(
        Life.State.SUPERSEDED, Optional.of(by), consolidatedInto, archivedAt, Optional.of(at));
  }

  public LifeImage archived(Instant at) {
    return with(state, supersededBy, consolidatedInto, Optional.of(at), retiredAt);
  }

  public LifeImage protectedNow() {
    return new LifeImage(
        id,
        space,
        state,
        supersededBy,
        consolidatedInto,
        true,
        archivedAt,
        retiredAt,
        mostPieces,
        rowVersion);
  }

  private LifeImage with(
      Life.State otherState,
      Optional<UUID> otherSupersededBy,
      Optional<UUID> otherConsolidatedInto,
      Optional<Instant> otherArchivedAt,
      Optional<Instant> otherRetiredAt) {
    return new LifeImage(
        id,
        space,
        otherState,
        otherSupersededBy,
        otherConsolidatedInto,
        isProtected,
        otherArchivedAt,
        otherRetiredAt,
        mostPieces,
        rowVersion);
  }

  /** As it will be stored: one version on. */
  LifeImage next() {
    return atVersion(rowVersion + 1);
  }

  /** The same life at another version of the row. */
  public LifeImage atVersion(long version) {
    return new LifeImage(
        id,
        space,
        state,
        supersededBy,
        consolidatedInto,
        isProtected,
        archivedAt,
        retiredAt,
        mostPieces,
        version);
  }
}
