package io.hypnos.engine.tenancy;

import java.util.Optional;
import java.util.UUID;

/**
 * Who calls: a key of a tenant.
 *
 * @param operator the root key; acts as an admin of its tenant everywhere and may call the operator
 *     API
 */
public record Principal(
    UUID tenantId,
    String tenantName,
    Plan plan,
    boolean adminTenant,
    UUID keyId,
    String keyLabel,
    Role role,
    boolean readOnly,
    boolean operator) {

  /** The id under which writes of this key are recorded. */
  public Optional<UUID> author() {
    return Optional.of(keyId);
  }
}
