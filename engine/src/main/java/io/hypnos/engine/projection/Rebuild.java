package io.hypnos.engine.projection;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A search index that is made again beside the one in use.
 *
 * @param total memories when it began; writes go on, so {@code copied} may end above it
 */
public record Rebuild(
    UUID id,
    State state,
    Optional<String> target,
    long total,
    long copied,
    Optional<UUID> lastTenant,
    Optional<UUID> lastMemory,
    int attempts,
    Optional<String> error,
    Instant requestedAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {

  /** How far it is. */
  public enum State {
    REQUESTED,
    COPYING,
    SWITCHING,
    DONE,
    FAILED
  }

  public boolean isOpen() {
    return state != State.DONE && state != State.FAILED;
  }
}
