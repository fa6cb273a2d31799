package io.hypnos.engine.tenancy;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.tenancy.Authentication.Authenticated;
import io.hypnos.engine.tenancy.Authentication.Reason;
import io.hypnos.engine.tenancy.Authentication.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Finds out who presents a key. Asks the database every time, so that a revocation on any node is
 * effective at once; it is one look-up in a unique index.
 */
public final class KeyAuthenticator implements AutoCloseable {
  private static final Duration USE_PRECISION = Duration.ofMinutes(1);

  // The comparison is of digests, inside an index: how long it takes tells a stranger something
  // about a SHA-256 that they cannot steer, and nothing about a key. That is the constant-time
  // comparison of keys.
  private static final String FIND =
      """
      SELECT t.tenant_id, t.name, t.plan, t.admin,
             k.key_id, k.label, k.role, k.read_only, k.operator,
             k.expires_at, k.revoked_at, k.last_used_at
      FROM api_key k
      JOIN tenant t ON t.tenant_id = k.tenant_id
      WHERE k.digest = :digest AND t.state = 'active'
      """;

  private final Database database;
  private final Clock clock;
  private final KeyUsage usage;

  public KeyAuthenticator(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.usage = new KeyUsage(database);
  }

  public Authentication authenticate(String presentedKey) {
    byte[] digest = KeyFormat.digest(presentedKey);
    return database
        .askAsSystem(handle -> find(handle, digest))
        .map(this::judge)
        .orElseGet(() -> new Refused(Reason.UNKNOWN));
  }

  private static Optional<FoundKey> find(Handle handle, byte[] digest) {
    return handle
        .createQuery(FIND)
        .bind("digest", digest)
        .map((row, context) -> FoundKey.of(row))
        .findOne();
  }

  private Authentication judge(FoundKey key) {
    Instant now = clock.instant();
    if (key.revokedAt().isPresent()) {
      return new Refused(Reason.REVOKED);
    }
    if (key.expiresAt().filter(end -> !end.isAfter(now)).isPresent()) {
      return new Refused(Reason.EXPIRED);
    }
    if (key.lastUsedAt().filter(now.minus(USE_PRECISION)::isBefore).isEmpty()) {
      usage.used(key.principal().keyId(), now);
    }
    return new Authenticated(key.principal());
  }

  private record FoundKey(
      Principal principal,
      Optional<Instant> expiresAt,
      Optional<Instant> revokedAt,
      Optional<Instant> lastUsedAt) {

    static FoundKey of(ResultSet row) throws SQLException {
      return new FoundKey(
          TenantRow.principal(row),
          TenantRow.moment(row, "expires_at"),
          TenantRow.moment(row, "revoked_at"),
          TenantRow.moment(row, "last_used_at"));
    }
  }

  /** Notes the last uses that are still to be noted. */
  @Override
  public void close() {
    usage.close();
  }
}
