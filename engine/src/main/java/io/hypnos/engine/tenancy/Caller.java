package io.hypnos.engine.tenancy;

import io.hypnos.engine.audit.Actor;
import java.util.Optional;
import java.util.UUID;

/**
 * On whose behalf something happens, and under which request id it is logged.
 *
 * @param keyId the key that wrote, if a key did
 */
public record Caller(UUID tenantId, Optional<UUID> keyId, Plan plan, String requestId) {

  public static Caller of(Principal principal, String requestId) {
    return new Caller(principal.tenantId(), principal.author(), principal.plan(), requestId);
  }

  public Actor actor() {
    return new Actor(tenantId, keyId, requestId);
  }
}
