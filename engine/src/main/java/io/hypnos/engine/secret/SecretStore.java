package io.hypnos.engine.secret;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.Secret;
import io.hypnos.settings.SecretSettings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Credentials of tenants by name. The calls that take a handle belong to the caller's transaction,
 * who audits there; nothing here logs or returns a secret but as {@link Secret}.
 */
public final class SecretStore {
  private static final int LONGEST_NAME = 256;
  private static final int LARGEST_SECRET = 64 * 1024;

  private static final String PUT =
      """
      INSERT INTO secret (tenant_id, name, key_id, sealed, created_at, updated_at)
      VALUES (:tenant, :name, :key, :sealed, :now, :now)
      ON CONFLICT (tenant_id, name) DO UPDATE
      SET key_id = excluded.key_id, sealed = excluded.sealed, updated_at = excluded.updated_at
      """;

  private static final String FIND =
      """
      SELECT key_id, sealed
      FROM secret
      WHERE tenant_id = :tenant AND name = :name
      """;

  private static final String NAMES =
      """
      SELECT name
      FROM secret
      WHERE tenant_id = :tenant AND starts_with(name, :prefix)
      ORDER BY name
      """;

  private static final String DELETE =
      """
      DELETE FROM secret
      WHERE tenant_id = :tenant AND name = :name
      """;

  private final Database database;
  private final SecretCipher cipher;
  private final Clock clock;

  public SecretStore(Database database, SecretSettings settings, SecureRandom random, Clock clock) {
    this.database = database;
    this.cipher = new SecretCipher(new KeyRing(settings), random);
    this.clock = clock;
  }

  /** Keeps a secret, in the place of an earlier one of the name. */
  public void put(UUID tenantId, String name, Secret secret) {
    database.atHome(
        tenantId,
        handle -> {
          put(handle, tenantId, name, secret);
          return null;
        });
  }

  public void put(Handle handle, UUID tenantId, String name, Secret secret) {
    requireName(name);
    requireSize(secret);
    SealedSecret sealed = cipher.seal(tenantId, name, secret);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    handle
        .createUpdate(PUT)
        .bind("tenant", tenantId)
        .bind("name", name)
        .bind("key", sealed.keyId())
        .bind("sealed", sealed.bytes())
        .bind("now", now)
        .execute();
  }

  /** {@code INTERNAL} when there is one that cannot be opened. */
  public Optional<Secret> find(UUID tenantId, String name) {
    return database.atHome(tenantId, handle -> find(handle, tenantId, name));
  }

  public Optional<Secret> find(Handle handle, UUID tenantId, String name) {
    return handle
        .createQuery(FIND)
        .bind("tenant", tenantId)
        .bind("name", name)
        .map((row, context) -> new SealedSecret(row.getString("key_id"), row.getBytes("sealed")))
        .findOne()
        .map(found -> cipher.open(tenantId, name, found));
  }

  /** Names of the secrets whose name begins so, in order. */
  public List<String> names(UUID tenantId, String prefix) {
    return database.atHome(
        tenantId,
        handle ->
            handle
                .createQuery(NAMES)
                .bind("tenant", tenantId)
                .bind("prefix", prefix)
                .mapTo(String.class)
                .list());
  }

  /** Whether there was one. */
  public boolean delete(UUID tenantId, String name) {
    return database.atHome(tenantId, handle -> delete(handle, tenantId, name));
  }

  public boolean delete(Handle handle, UUID tenantId, String name) {
    return handle.createUpdate(DELETE).bind("tenant", tenantId).bind("name", name).execute() > 0;
  }

  private static void requireName(String name) {
    boolean readable =
        !name.isBlank()
            && name.length() <= LONGEST_NAME
            && name.codePoints()
                .noneMatch(
                    c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    if (!readable) {
      throw new HypnosException(
          ErrorCode.VALIDATION,
          "a secret's name must have 1 to " + LONGEST_NAME + " printable characters",
          Map.of("field", "name"),
          null);
    }
  }

  private static void requireSize(Secret secret) {
    int bytes = secret.reveal().getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > LARGEST_SECRET) {
      throw new HypnosException(
          ErrorCode.VALIDATION,
          "a secret must have 1 to " + LARGEST_SECRET + " bytes",
          Map.of("field", "value"),
          null);
    }
  }
}
