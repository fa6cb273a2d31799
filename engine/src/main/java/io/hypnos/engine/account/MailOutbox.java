package io.hypnos.engine.account;

import io.hypnos.engine.database.Database;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Mail that this installation has written. Old mail goes. */
public final class MailOutbox {
  private static final Duration KEPT = Duration.ofDays(7);

  private static final String INSERT =
      """
      INSERT INTO outgoing_mail (mail_id, tenant_id, recipient, subject, body, created_at)
      VALUES (:id, :tenant, :recipient, :subject, :body, :now)
      """;

  private static final String LATEST =
      """
      SELECT mail_id, tenant_id, recipient, subject, body, created_at
      FROM outgoing_mail
      ORDER BY created_at DESC, mail_id
      LIMIT :limit
      """;

  private static final String FORGET = "DELETE FROM outgoing_mail WHERE created_at < :before";

  private final Database database;
  private final Supplier<UUID> ids;
  private final Clock clock;

  public MailOutbox(Database database, Supplier<UUID> ids, Clock clock) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
  }

  void put(Handle handle, UUID tenantId, String recipient, String subject, String body) {
    handle
        .createUpdate(INSERT)
        .bind("id", ids.get())
        .bind("tenant", tenantId)
        .bind("recipient", recipient)
        .bind("subject", subject)
        .bind("body", body)
        .bind("now", Timestamp.from(clock.instant()))
        .execute();
  }

  /** The newest mail, for the operator. */
  public List<OutgoingMail> latest(int limit) {
    return database.asSystem(
        handle ->
            handle
                .createQuery(LATEST)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new OutgoingMail(
                            row.getObject("mail_id", UUID.class),
                            row.getObject("tenant_id", UUID.class),
                            row.getString("recipient"),
                            row.getString("subject"),
                            row.getString("body"),
                            row.getTimestamp("created_at").toInstant()))
                .list());
  }

  /** Removes old mail; says that there is no more to do. */
  public boolean forgetOld() {
    Instant before = clock.instant().minus(KEPT);
    database.<Integer>asSystem(
        handle -> handle.createUpdate(FORGET).bind("before", Timestamp.from(before)).execute());
    return false;
  }
}
