package io.hypnos.engine.sleep;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A group that a run found.
 *
 * @param members the one in the middle, or the keeper, first
 * @param result the prototype or the keeper; empty in a dry run of prototypes
 */
public record RunCluster(
    UUID runId, int number, Kind kind, List<UUID> members, Optional<UUID> result) {

  public RunCluster {
    members = List.copyOf(members);
  }

  /** Why they are together. */
  public enum Kind {
    /** Alike: a prototype speaks for them. */
    PROTOTYPE,
    /** Copies: one of them is kept. */
    DUPLICATES,
    /** A newer fact and the ones that it ended. */
    SUPERSESSION,
    /** Facts that cannot both hold. */
    CONTRADICTION,
    /** Said by several persons: shared with all. */
    PROMOTION
  }
}
