package io.hypnos.engine.mail;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The mailboxes of all tenants. */
public final class Mailboxes {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int TOKEN_LENGTH = 26;

  private static final String CREATE =
      """
      INSERT INTO mailbox (tenant_id, token, senders, created_at, updated_at)
      VALUES (:tenant, :token,
              ARRAY(SELECT email FROM tenant_email WHERE tenant_id = :tenant), :now, :now)
      ON CONFLICT (tenant_id) DO NOTHING
      """;

  private static final String ROTATE =
      "UPDATE mailbox SET token = :token, updated_at = :now WHERE tenant_id = :tenant";

  private static final String ALLOW =
      "UPDATE mailbox SET senders = :senders, updated_at = :now WHERE tenant_id = :tenant";

  private static final String OF_TENANT =
      """
      SELECT m.tenant_id, m.token, m.senders, t.plan
      FROM mailbox m
      JOIN tenant t USING (tenant_id)
      WHERE m.tenant_id = :tenant AND t.state = 'active'
      """;

  private static final String BY_TOKEN =
      """
      SELECT m.tenant_id, m.token, m.senders, t.plan
      FROM mailbox m
      JOIN tenant t USING (tenant_id)
      WHERE m.token = :token AND t.state = 'active'
      """;

  private final Database database;
  private final AuditLog audit;
  private final SecureRandom random;
  private final Clock clock;

  public Mailboxes(Database database, AuditLog audit, SecureRandom random, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /**
   * The mailbox of the caller's tenant; the first call makes it, open to the address that the
   * tenant signed up with.
   */
  public Mailbox of(Caller caller) {
    return database.atHome(caller.tenantId(), handle -> ensured(handle, caller));
  }

  /** Gives the mailbox another address; the one before stops at once. */
  public Mailbox rotate(Caller caller) {
    return database.atHome(
        caller.tenantId(),
        handle -> {
          ensured(handle, caller);
          handle
              .createUpdate(ROTATE)
              .bind("tenant", caller.tenantId())
              .bind("token", newToken())
              .bind("now", now())
              .execute();
          audit.record(handle, caller.actor(), "mailbox.rotate", "mailbox", Map.of());
          return ensured(handle, caller);
        });
  }

  /** Says who may send from now on. */
  public Mailbox allow(Caller caller, List<String> senders) {
    List<String> checked = Senders.checked(senders);
    return database.atHome(
        caller.tenantId(),
        handle -> {
          ensured(handle, caller);
          handle
              .createUpdate(ALLOW)
              .bind("tenant", caller.tenantId())
              .bind("senders", checked.toArray(String[]::new))
              .bind("now", now())
              .execute();
          audit.record(
              handle,
              caller.actor(),
              "mailbox.allow",
              "mailbox",
              Map.of("senders", checked.size()));
          return ensured(handle, caller);
        });
  }

  /** The mailbox that an address belongs to. */
  public Optional<Mailbox> find(String token) {
    String lower = token.toLowerCase(Locale.ROOT);
    if (lower.length() != TOKEN_LENGTH) {
      return Optional.empty();
    }
    return database.asSystem(
        handle ->
            handle
                .createQuery(BY_TOKEN)
                .bind("token", lower)
                .map((row, context) -> mailbox(row))
                .findOne());
  }

  /** Leaves a note that a mail was not taken, for the tenant and not for its sender. */
  public void refused(Mailbox mailbox, String sender, String reason, String requestId) {
    Caller caller = new Caller(mailbox.tenantId(), Optional.empty(), mailbox.plan(), requestId);
    database.atHome(
        mailbox.tenantId(),
        handle -> {
          audit.record(
              handle,
              caller.actor(),
              "mail.refuse",
              "mailbox",
              Map.of("sender", sender, "reason", reason));
          return null;
        });
  }

  private Mailbox ensured(Handle handle, Caller caller) {
    handle
        .createUpdate(CREATE)
        .bind("tenant", caller.tenantId())
        .bind("token", newToken())
        .bind("now", now())
        .execute();
    return handle
        .createQuery(OF_TENANT)
        .bind("tenant", caller.tenantId())
        .map((row, context) -> mailbox(row))
        .findOne()
        .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "tenant is gone"));
  }

  private static Mailbox mailbox(ResultSet row) throws SQLException {
    return new Mailbox(
        row.getObject("tenant_id", UUID.class),
        Plan.valueOf(row.getString("plan").toUpperCase(Locale.ROOT)),
        row.getString("token"),
        List.of((String[]) row.getArray("senders").getArray()));
  }

  private String newToken() {
    StringBuilder token = new StringBuilder(TOKEN_LENGTH);
    for (int i = 0; i < TOKEN_LENGTH; i++) {
      token.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return token.toString();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
