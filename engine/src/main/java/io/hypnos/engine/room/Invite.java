package io.hypnos.engine.room;

import java.time.Instant;
import java.util.Optional;

/**
 * Lets others into a room.
 *
 * @param mayWrite what those who come with it may do
 */
public record Invite(
    String id,
    boolean mayWrite,
    int maxUses,
    int uses,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt,
    Instant createdAt) {

  boolean isUsable(Instant now) {
    return revokedAt.isEmpty()
        && uses < maxUses
        && expiresAt.map(end -> end.isAfter(now)).orElse(true);
  }
}
