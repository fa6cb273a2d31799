package io.hypnos.engine.space;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A named room of a tenant.
 *
 * @param memories how many it holds that are current: live, not archived, not expired
 * @param restricted whether grants decide which keys may use it
 * @param version moves with every change that a search could show
 * @param incarnation tells it from one of its name that was deleted
 */
public record Space(
    String name,
    Optional<String> description,
    Map<String, Object> metadata,
    long memories,
    boolean restricted,
    long version,
    long incarnation,
    Instant createdAt,
    Instant updatedAt) {}
