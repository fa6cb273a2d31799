package io.hypnos.engine.tenancy;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.Secret;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenant that is there from the first start, and the operator's key, which is the setting
 * {@code hypnos.root-key}. Any number of nodes may start at once.
 */
public final class FirstTenant {
  public static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");

  /** Who acts when no key does. */
  public static final Actor INSTALLATION = new Actor(ID, Optional.empty(), "installation");

  private static final Logger LOG = LoggerFactory.getLogger(FirstTenant.class);
  private static final String NAME = "default";
  private static final String LABEL = "root";

  // The lock makes nodes that start at once take turns.
  private static final String LOCK =
      """
      SELECT tenant_id
      FROM tenant
      WHERE tenant_id = :id
      FOR UPDATE
      """;

  private static final String OPERATOR_KEYS =
      """
      SELECT key_id, digest
      FROM api_key
      WHERE operator AND revoked_at IS NULL
      """;

  private static final String REVOKE =
      """
      UPDATE api_key
      SET revoked_at = :now
      WHERE key_id = :id
      """;

  // A root key that was in use earlier may come back; an ordinary key never becomes the root key.
  private static final String STORE =
      """
      INSERT INTO api_key
        (key_id, tenant_id, digest, hint, label, role, read_only, operator, created_at)
      VALUES (:id, :tenant, :digest, :hint, :label, 'admin', false, true, :now)
      ON CONFLICT (digest) DO UPDATE SET revoked_at = NULL
      WHERE api_key.operator
      RETURNING key_id
      """;

  private final Database database;
  private final AuditLog audit;
  private final Optional<Secret> rootKey;
  private final Clock clock;

  public FirstTenant(Database database, AuditLog audit, Optional<Secret> rootKey, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.rootKey = rootKey;
    this.clock = clock;
  }

  /** Makes the tenant if it is missing, and the configured root key the only operator's key. */
  public void ensure() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    database.asSystem(
        handle -> {
          ensureTenant(handle, now);
          rootKey.ifPresent(key -> ensureRootKey(handle, key, now));
          return null;
        });
    if (rootKey.isEmpty()) {
      LOG.warn("hypnos.root-key is not set: no operator's key is made");
    }
  }

  private void ensureTenant(Handle handle, Instant now) {
    boolean made =
        TenantStore.insert(handle, new Tenant(ID, NAME, Plan.UNLIMITED, true, "active", now));
    boolean present =
        handle.createQuery(LOCK).bind("id", ID).mapTo(UUID.class).findOne().isPresent();
    if (!present) {
      throw new HypnosException(
          ErrorCode.CONFLICT, "another tenant bears the name " + NAME + " already");
    }
    if (made) {
      audit.record(handle, INSTALLATION, "tenant.create", ID.toString(), Map.of());
    }
  }

  private void ensureRootKey(Handle handle, Secret key, Instant now) {
    byte[] digest = KeyFormat.digest(key.reveal());
    List<StoredKey> stored =
        handle
            .createQuery(OPERATOR_KEYS)
            .map(
                (row, context) ->
                    new StoredKey(row.getObject("key_id", UUID.class), row.getBytes("digest")))
            .list();
    if (stored.stream().anyMatch(each -> MessageDigest.isEqual(each.digest(), digest))) {
      return;
    }
    stored.forEach(each -> revoke(handle, each.id(), now));
    store(handle, key, digest, now);
  }

  private void revoke(Handle handle, UUID keyId, Instant now) {
    handle.createUpdate(REVOKE).bind("id", keyId).bind("now", now).execute();
    audit.record(
        handle, INSTALLATION, "key.revoke", keyId.toString(), Map.of("reason", "root key changed"));
    LOG.info("the root key has changed, the old one is revoked");
  }

  private void store(Handle handle, Secret key, byte[] digest, Instant now) {
    UUID keyId =
        handle
            .createQuery(STORE)
            .bind("id", UUID.randomUUID())
            .bind("tenant", ID)
            .bind("digest", digest)
            .bind("hint", KeyFormat.hint(key.reveal()))
            .bind("label", LABEL)
            .bind("now", now)
            .mapTo(UUID.class)
            .findOne()
            .orElseThrow(
                () ->
                    new HypnosException(
                        ErrorCode.CONFLICT,
                        "hypnos.root-key is in use as an ordinary key; choose another"));
    audit.record(
        handle, INSTALLATION, "key.issue", keyId.toString(), Map.of("role", "admin", "root", true));
  }

  private record StoredKey(UUID id, byte[] digest) {}
}
