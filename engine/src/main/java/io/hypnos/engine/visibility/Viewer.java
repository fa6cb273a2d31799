package io.hypnos.engine.visibility;

import io.hypnos.engine.tenancy.Caller;
import java.util.Optional;
import java.util.UUID;

/**
 * Who looks.
 *
 * @param agent the key, whose grants count on restricted spaces; empty: the tenant itself, which
 *     grants do not bind
 * @param person set where the tenant has persons with memories of their own
 */
public record Viewer(UUID tenantId, Optional<UUID> agent, Optional<Person> person) {

  public static Viewer of(Caller caller) {
    return new Viewer(caller.tenantId(), caller.keyId(), Optional.empty());
  }

  /** The tenant as a whole: exports, statistics, upkeep. */
  public static Viewer ofTenant(UUID tenantId) {
    return new Viewer(tenantId, Optional.empty(), Optional.empty());
  }

  public Viewer as(Person other) {
    return new Viewer(tenantId, agent, Optional.of(other));
  }
}
