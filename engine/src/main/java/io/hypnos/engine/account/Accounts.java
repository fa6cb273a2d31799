package io.hypnos.engine.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.tenancy.IssuedKey;
import io.hypnos.engine.tenancy.KeyStore;
import io.hypnos.engine.tenancy.KeyStyle;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Role;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.engine.tenancy.TenantStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * Signing up and getting at a key again, by mail. Nobody learns from an answer whether an address
 * is known. A link shows a new key once: keys are not kept, so an old one cannot be shown.
 */
public final class Accounts {
  private static final Duration LINK_LIFETIME = Duration.ofMinutes(30);
  private static final int TOKEN_BYTES = 32;

  /** Names outlive their tenants in receipts, so an address is none. */
  private static final String NAMED = "account-";

  private static final String FIRST_KEY = "first";
  private static final String RECOVERED_KEY = "recovered";

  private static final String EMAIL = "SELECT email FROM tenant_email WHERE tenant_id = :tenant";

  private static final String LOCK_ADDRESS =
      "SELECT pg_advisory_xact_lock(hashtextextended(:email, 7021))";

  private static final String OWNER =
      """
      SELECT e.tenant_id
      FROM tenant_email e
      JOIN tenant t ON t.tenant_id = e.tenant_id AND t.state = 'active'
      WHERE e.email = :email
      """;

  private static final String CLAIM =
      """
      INSERT INTO tenant_email (tenant_id, email, created_at)
      VALUES (:tenant, :email, :now)
      ON CONFLICT (email) DO UPDATE SET tenant_id = excluded.tenant_id
      """;

  private static final String NEW_TOKEN =
      """
      INSERT INTO reveal_token (digest, tenant_id, label, created_at, expires_at)
      VALUES (:digest, :tenant, :label, :now, :end)
      """;

  /** Of readers at the same time exactly one gets the row. */
  private static final String USE_TOKEN =
      """
      UPDATE reveal_token
      SET used_at = :now
      WHERE digest = :digest AND used_at IS NULL AND expires_at > :now
        AND EXISTS (SELECT 1 FROM tenant t
                    WHERE t.tenant_id = reveal_token.tenant_id AND t.state = 'active')
      RETURNING tenant_id, label
      """;

  private final Database database;
  private final TenantStore tenants;
  private final KeyStore keys;
  private final MailOutbox outbox;
  private final SecureRandom random;
  private final Clock clock;

  public Accounts(
      Database database,
      TenantStore tenants,
      KeyStore keys,
      MailOutbox outbox,
      SecureRandom random,
      Clock clock) {
    this.database = database;
    this.tenants = tenants;
    this.keys = keys;
    this.outbox = outbox;
    this.random = random;
    this.clock = clock;
  }

  /** The address that a tenant signed up with. */
  public Optional<String> email(UUID tenantId) {
    return database.atHome(
        tenantId,
        handle -> handle.createQuery(EMAIL).bind("tenant", tenantId).mapTo(String.class).findOne());
  }

  /**
   * Makes a tenant for an address and mails it a link; an address that has one gets a notice.
   *
   * @param link makes a link of a token
   */
  public void signUp(String address, String requestId, UnaryOperator<String> link) {
    String email = folded(address);
    database.<Void>asSystem(
        handle -> {
          lock(handle, email);
          Optional<UUID> known = owner(handle, email);
          if (known.isPresent()) {
            outbox.put(
                handle,
                known.get(),
                email,
                "You have an account already",
                "Somebody asked for an account with this address, which has one. If you have lost"
                    + " your key, ask for its recovery.");
            return null;
          }
          UUID id = UUID.randomUUID();
          Tenant tenant =
              tenants.create(
                  handle,
                  new Actor(id, Optional.empty(), requestId),
                  id,
                  NAMED + id,
                  Plan.FREE,
                  false);
          handle
              .createUpdate(CLAIM)
              .bind("tenant", tenant.id())
              .bind("email", email)
              .bind("now", Timestamp.from(clock.instant()))
              .execute();
          mailLink(handle, tenant.id(), email, FIRST_KEY, link);
          return null;
        });
  }

  /** Mails a link to a new key to an address that has an account. */
  public void recover(String address, UnaryOperator<String> link) {
    String email = folded(address);
    database.<Void>asSystem(
        handle -> {
          lock(handle, email);
          owner(handle, email)
              .ifPresent(tenant -> mailLink(handle, tenant, email, RECOVERED_KEY, link));
          return null;
        });
  }

  /** The key behind a link, once; empty when the token is unknown, used or too old. */
  public Optional<IssuedKey> reveal(String token, String requestId) {
    Timestamp now = Timestamp.from(clock.instant());
    // In one transaction: a link that shows no key is not used up.
    return database.asSystem(
        handle ->
            handle
                .createQuery(USE_TOKEN)
                .bind("digest", digest(token))
                .bind("now", now)
                .map(
                    (row, context) ->
                        new Used(row.getObject("tenant_id", UUID.class), row.getString("label")))
                .findOne()
                .map(
                    used ->
                        keys.issue(
                            handle,
                            new Actor(used.tenantId(), Optional.empty(), requestId),
                            used.tenantId(),
                            KeyStyle.URL_SAFE,
                            used.label(),
                            Role.ADMIN,
                            false,
                            Optional.empty())));
  }

  private record Used(UUID tenantId, String label) {}

  private void mailLink(
      Handle handle, UUID tenantId, String email, String label, UnaryOperator<String> link) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = clock.instant();
    handle
        .createUpdate(NEW_TOKEN)
        .bind("digest", digest(token))
        .bind("tenant", tenantId)
        .bind("label", label)
        .bind("now", Timestamp.from(now))
        .bind("end", Timestamp.from(now.plus(LINK_LIFETIME)))
        .execute();
    outbox.put(
        handle,
        tenantId,
        email,
        "Your key",
        "This link shows your key once, within the next %d minutes:%n%n%s%n"
            .formatted(LINK_LIFETIME.toMinutes(), link.apply(token)));
  }

  /** Two that ask for the same address at the same time do not both make a tenant. */
  private static void lock(Handle handle, String email) {
    handle.createQuery(LOCK_ADDRESS).bind("email", email).mapToMap().list();
  }

  private static Optional<UUID> owner(Handle handle, String email) {
    return handle.createQuery(OWNER).bind("email", email).mapTo(UUID.class).findOne();
  }

  private static String folded(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
