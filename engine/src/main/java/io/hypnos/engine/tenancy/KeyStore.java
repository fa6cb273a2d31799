package io.hypnos.engine.tenancy;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/** The keys of tenants. Only their SHA-256 is kept. */
public final class KeyStore {
  private static final String INSERT =
      """
      INSERT INTO api_key
        (key_id, tenant_id, digest, hint, label, role, read_only, created_at, expires_at)
      VALUES (:id, :tenant, :digest, :hint, :label, :role, :readOnly, :created, :expires)
      """;

  private static final String LIST =
      """
      SELECT key_id, tenant_id, hint, label, role, read_only,
             created_at, expires_at, revoked_at, last_used_at
      FROM api_key
      WHERE tenant_id = :tenant
      ORDER BY created_at, key_id
      """;

  private static final String IS_OPERATOR =
      """
      SELECT operator
      FROM api_key
      WHERE tenant_id = :tenant AND key_id = :id
      """;

  private static final String REVOKE =
      """
      UPDATE api_key
      SET revoked_at = :now
      WHERE tenant_id = :tenant AND key_id = :id AND revoked_at IS NULL
      """;

  private final Database database;
  private final AuditLog audit;
  private final Clock clock;
  private final SecureRandom random;

  public KeyStore(Database database, AuditLog audit, Clock clock, SecureRandom random) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
  }

  /** Makes a key on behalf of the installation. */
  public IssuedKey issue(
      UUID tenantId, String label, Role role, boolean readOnly, Optional<Instant> expiresAt) {
    return issue(FirstTenant.INSTALLATION, tenantId, label, role, readOnly, expiresAt);
  }

  /** Makes a key; {@code NOT_FOUND} when there is no such tenant or it is being deleted. */
  public IssuedKey issue(
      Actor actor,
      UUID tenantId,
      String label,
      Role role,
      boolean readOnly,
      Optional<Instant> expiresAt) {
    NameRules.requireLabel(label);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (expiresAt.filter(end -> !end.isAfter(now)).isPresent()) {
      throw new HypnosException(
          ErrorCode.VALIDATION,
          "expires_at must be in the future",
          Map.of("field", "expires_at"),
          null);
    }
    Secret secret = KeyFormat.generate(random);
    ApiKey key =
        new ApiKey(
            UUID.randomUUID(),
            tenantId,
            KeyFormat.hint(secret.reveal()),
            label,
            role,
            readOnly,
            now,
            expiresAt.map(end -> end.truncatedTo(ChronoUnit.MICROS)),
            Optional.empty(),
            Optional.empty());
    return transaction(actor, tenantId, handle -> insert(handle, actor, key, secret));
  }

  private IssuedKey insert(Handle handle, Actor actor, ApiKey key, Secret secret) {
    Optional<Tenant> tenant = TenantStore.find(handle, key.tenantId());
    if (!tenant.map(Tenant::state).equals(Optional.of("active"))) {
      throw new HypnosException(ErrorCode.NOT_FOUND, "no such tenant: " + key.tenantId());
    }
    handle
        .createUpdate(INSERT)
        .bind("id", key.id())
        .bind("tenant", key.tenantId())
        .bind("digest", KeyFormat.digest(secret.reveal()))
        .bind("hint", key.hint())
        .bind("label", key.label())
        .bind("role", key.role().text())
        .bind("readOnly", key.readOnly())
        .bind("created", key.createdAt())
        .bind("expires", key.expiresAt().orElse(null))
        .execute();
    audit.record(
        handle,
        actor,
        "key.issue",
        key.id().toString(),
        Map.of(
            "tenant_id",
            key.tenantId().toString(),
            "role",
            key.role().text(),
            "read_only",
            key.readOnly()));
    return new IssuedKey(key, secret);
  }

  /** All keys of a tenant, oldest first, revoked ones as well. */
  public List<ApiKey> list(UUID tenantId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(LIST)
                .bind("tenant", tenantId)
                .map((row, context) -> TenantRow.key(row))
                .list());
  }

  /** Revokes a key on behalf of the installation. */
  public boolean revoke(UUID tenantId, UUID keyId) {
    return revoke(FirstTenant.INSTALLATION, tenantId, keyId);
  }

  /**
   * Revokes a key; every node refuses it from the commit on.
   *
   * @return whether the tenant has such a key; revoking it again changes nothing
   */
  public boolean revoke(Actor actor, UUID tenantId, UUID keyId) {
    return transaction(
        actor,
        tenantId,
        handle -> {
          Optional<Boolean> operator =
              handle
                  .createQuery(IS_OPERATOR)
                  .bind("tenant", tenantId)
                  .bind("id", keyId)
                  .mapTo(Boolean.class)
                  .findOne();
          if (operator.orElse(false)) {
            throw new HypnosException(
                ErrorCode.FORBIDDEN, "the root key is changed by the setting hypnos.root-key");
          }
          markRevoked(handle, actor, tenantId, keyId);
          return operator.isPresent();
        });
  }

  private void markRevoked(Handle handle, Actor actor, UUID tenantId, UUID keyId) {
    int changed =
        handle
            .createUpdate(REVOKE)
            .bind("tenant", tenantId)
            .bind("id", keyId)
            .bind("now", clock.instant())
            .execute();
    if (changed > 0) {
      audit.record(
          handle, actor, "key.revoke", keyId.toString(), Map.of("tenant_id", tenantId.toString()));
    }
  }

  /** A tenant's own admin stays confined to the tenant; only the operator's entry crosses it. */
  private <T> T transaction(Actor actor, UUID tenantId, HandleCallback<T, RuntimeException> work) {
    return actor.tenantId().equals(tenantId)
        ? database.inTenant(tenantId, work)
        : database.asSystem(work);
  }
}
