package io.hypnos.engine.audit;

import java.util.Optional;
import java.util.UUID;

/** Who did something, in which tenant, under which request. */
public record Actor(UUID tenantId, Optional<UUID> keyId, String requestId) {}
