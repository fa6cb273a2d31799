package io.hypnos.engine.tenancy;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody whose memories nobody else can see.
 *
 * @param admin whether its keys may use the dialects' administration
 * @param state {@code active} or {@code deleting}
 */
public record Tenant(
    UUID id, String name, Plan plan, boolean admin, String state, Instant createdAt) {}
