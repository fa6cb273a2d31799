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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final String LABELS =
      "SELECT key_id, label FROM api_key WHERE tenant_id = :tenant AND key_id = ANY(:keys)";

  private static final String IS_OPERATOR =
      """
      SELECT operator
      FROM api_key
      WHERE tenant_id = :tenant AND key_id = :id
      """;

  private static final String LOCK_KEY =
      "SELECT key_id FROM api_key WHERE tenant_id = :tenant AND key_id = :id FOR UPDATE";

  /** Two that revoke at the same time wait for each other here. */
  private static final String LOCK_FULL =
      """
      SELECT key_id
      FROM api_key
      WHERE tenant_id = :tenant AND NOT read_only AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > :now)
      ORDER BY key_id
      FOR UPDATE
      """;

  private static final String REVOKE =
      """
      UPDATE api_key
      SET revoked_at = :now
      WHERE tenant_id = :tenant AND key_id = :id AND revoked_at IS NULL
      """;

  private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);

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
    return issue(actor, tenantId, KeyStyle.HEX, label, role, readOnly, expiresAt);
  }

  /** The same for a key that is spelled in some style. */
  public IssuedKey issue(
      Actor actor,
      UUID tenantId,
      KeyStyle style,
      String label,
      Role role,
      boolean readOnly,
      Optional<Instant> expiresAt) {
    NameRules.requireLabel(label);
    return transaction(
        actor,
        tenantId,
        handle -> issue(handle, actor, tenantId, style, label, role, readOnly, expiresAt));
  }

  /** The same within a transaction. */
  public IssuedKey issue(
      Handle handle,
      Actor actor,
      UUID tenantId,
      KeyStyle style,
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
    Secret secret = KeyFormat.generate(style, random);
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
    return insert(handle, actor, key, secret);
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
    return database.atHome(
        tenantId,
        handle ->
            handle
                .createQuery(LIST)
                .bind("tenant", tenantId)
                .map((row, context) -> TenantRow.key(row))
                .list());
  }

  /** The labels of keys, also of revoked ones. */
  public Map<UUID, String> labels(UUID tenantId, Collection<UUID> keys) {
    return keys.isEmpty()
        ? Map.of()
        : database.atHome(
            tenantId,
            handle ->
                handle
                    .createQuery(LABELS)
                    .bind("tenant", tenantId)
                    .bind("keys", keys.toArray(UUID[]::new))
                    .map(
                        (row, context) ->
                            Map.entry(row.getObject("key_id", UUID.class), row.getString("label")))
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
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
          requireNotOperator(handle, tenantId, keyId);
          markRevoked(handle, actor, tenantId, keyId);
          return find(handle, tenantId, keyId).isPresent();
        });
  }

  /**
   * Revokes a key unless it is the last one of its tenant that can still change things; that is
   * {@code VALIDATION}.
   *
   * @return whether the tenant has such a key; revoking it again changes nothing
   */
  public boolean revokeUnlessLast(Actor actor, UUID tenantId, UUID keyId) {
    return database.atHome(
        tenantId,
        handle -> {
          Optional<ApiKey> key = find(handle, tenantId, keyId);
          if (key.isEmpty() || key.get().revokedAt().isPresent()) {
            return key.isPresent();
          }
          requireNotOperator(handle, tenantId, keyId);
          List<UUID> full =
              handle
                  .createQuery(LOCK_FULL)
                  .bind("tenant", tenantId)
                  .bind("now", clock.instant())
                  .mapTo(UUID.class)
                  .list();
          if (full.equals(List.of(keyId))) {
            throw new HypnosException(
                ErrorCode.VALIDATION,
                "this is the last active key that can write; make another one first",
                Map.of("reason", "last_key"),
                null);
          }
          markRevoked(handle, actor, tenantId, keyId);
          return true;
        });
  }

  /** Puts a new key in the place of one, which ends at once; label, end and grants carry over. */
  public IssuedKey rotate(Actor actor, UUID tenantId, UUID keyId, KeyStyle style) {
    Secret secret = KeyFormat.generate(style, random);
    if (database.isElsewhere(tenantId)) {
      return rotateApart(actor, tenantId, keyId, secret);
    }
    return database.together(
        tenantId,
        handle -> {
          IssuedKey issued = insertSuccessor(handle, actor, tenantId, keyId, secret);
          KeyGrants.move(handle, tenantId, keyId, issued.key().id());
          markRevoked(handle, actor, tenantId, keyId);
          return issued;
        });
  }

  /** Where the grants lie elsewhere: both keys have them for a moment, and never none. */
  private IssuedKey rotateApart(Actor actor, UUID tenantId, UUID keyId, Secret secret) {
    IssuedKey issued =
        database.atHome(
            tenantId, handle -> insertSuccessor(handle, actor, tenantId, keyId, secret));
    UUID fresh = issued.key().id();
    try {
      database.inTenant(tenantId, handle -> KeyGrants.copy(handle, tenantId, keyId, fresh));
      database.<Void>atHome(
          tenantId,
          handle -> {
            requireActive(handle, tenantId, keyId);
            markRevoked(handle, actor, tenantId, keyId);
            return null;
          });
    } catch (RuntimeException e) {
      // Nobody has seen the new key.
      database.<Void>atHome(
          tenantId,
          handle -> {
            markRevoked(handle, actor, tenantId, fresh);
            return null;
          });
      throw e;
    }
    try {
      database.inTenant(tenantId, handle -> KeyGrants.remove(handle, tenantId, keyId));
    } catch (HypnosException | JdbiException e) {
      LOG.info("the grants of a key that was replaced stay; they open nothing", e);
    }
    return issued;
  }

  private IssuedKey insertSuccessor(
      Handle handle, Actor actor, UUID tenantId, UUID keyId, Secret secret) {
    requireNotOperator(handle, tenantId, keyId);
    ApiKey old = requireActive(handle, tenantId, keyId);
    ApiKey fresh =
        new ApiKey(
            UUID.randomUUID(),
            tenantId,
            KeyFormat.hint(secret.reveal()),
            old.label(),
            old.role(),
            old.readOnly(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            old.expiresAt(),
            Optional.empty(),
            Optional.empty());
    return insert(handle, actor, fresh, secret);
  }

  /** Locks the key: of two at the same time the second sees what the first has revoked. */
  private static ApiKey requireActive(Handle handle, UUID tenantId, UUID keyId) {
    handle
        .createQuery(LOCK_KEY)
        .bind("tenant", tenantId)
        .bind("id", keyId)
        .mapTo(UUID.class)
        .list();
    return find(handle, tenantId, keyId)
        .filter(key -> key.revokedAt().isEmpty())
        .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "no such key: " + keyId));
  }

  private static Optional<ApiKey> find(Handle handle, UUID tenantId, UUID keyId) {
    return handle
        .createQuery(LIST)
        .bind("tenant", tenantId)
        .map((row, context) -> TenantRow.key(row))
        .stream()
        .filter(key -> key.id().equals(keyId))
        .findFirst();
  }

  private static void requireNotOperator(Handle handle, UUID tenantId, UUID keyId) {
    boolean operator =
        handle
            .createQuery(IS_OPERATOR)
            .bind("tenant", tenantId)
            .bind("id", keyId)
            .mapTo(Boolean.class)
            .findOne()
            .orElse(false);
    if (operator) {
      throw new HypnosException(
          ErrorCode.FORBIDDEN, "the root key is changed by the setting hypnos.root-key");
    }
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
        ? database.atHome(tenantId, work)
        : database.asSystem(work);
  }
}
