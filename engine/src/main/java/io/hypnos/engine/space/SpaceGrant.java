package io.hypnos.engine.space;

import java.time.Instant;
import java.util.UUID;

/**
 * What a key may do in a restricted space.
 *
 * @param active false when the key was revoked or has expired; its grant restricts all the same
 */
public record SpaceGrant(
    UUID keyId,
    String label,
    boolean canRead,
    boolean canWrite,
    boolean active,
    Instant createdAt) {}
