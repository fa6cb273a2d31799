package io.hypnos.engine.account;

import io.hypnos.engine.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Mail that this installation has written. Old mail goes. */
public final class MailOutbox {
  private static final Duration KEPT = Duration.ofDays(7);
  private static final int MOST_ATTEMPTS = 8;
  private static final int A_TURN = 10;

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

  /** Locked for the turn, so that no two nodes send the same. */
  private static final String UNSENT =
      """
      SELECT mail_id, tenant_id, recipient, subject, body, created_at
      FROM outgoing_mail
      WHERE sent_at IS NULL AND attempts < :most
        AND created_at < :now::timestamptz - attempts * attempts * interval '10 seconds'
      ORDER BY created_at, mail_id
      LIMIT :limit
      FOR UPDATE SKIP LOCKED
      """;

  /** What a mail said may let somebody in, so it is not kept once it is sent. */
  private static final String TRIED =
      """
      UPDATE outgoing_mail
      SET attempts = attempts + 1, sent_at = CASE WHEN :sent THEN :now::timestamptz END,
          body = CASE WHEN :sent THEN '' ELSE body END
      WHERE mail_id = :id AND tenant_id = :tenant
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
                .map((row, context) -> mail(row))
                .list());
  }

  /**
   * Has some of the mail that waits sent, oldest first, and says whether there was any. What fails
   * is tried again, later and later, a few times.
   *
   * @param sender sends one and says whether that worked
   */
  public boolean deliver(Predicate<OutgoingMail> sender) {
    return database.asSystem(
        handle -> {
          Timestamp now = Timestamp.from(clock.instant());
          List<OutgoingMail> waiting =
              handle
                  .createQuery(UNSENT)
                  .bind("most", MOST_ATTEMPTS)
                  .bind("now", now)
                  .bind("limit", A_TURN)
                  .map((row, context) -> mail(row))
                  .list();
          for (OutgoingMail each : waiting) {
            handle
                .createUpdate(TRIED)
                .bind("sent", sender.test(each))
                .bind("now", now)
                .bind("id", each.id())
                .bind("tenant", each.tenantId())
                .execute();
          }
          return !waiting.isEmpty();
        });
  }

  private static OutgoingMail mail(ResultSet row) throws SQLException {
    return new OutgoingMail(
        row.getObject("mail_id", UUID.class),
        row.getObject("tenant_id", UUID.class),
        row.getString("recipient"),
        row.getString("subject"),
        row.getString("body"),
        row.getTimestamp("created_at").toInstant());
  }

  /** Removes old mail; says that there is no more to do. */
  public boolean forgetOld() {
    Instant before = clock.instant().minus(KEPT);
    database.<Integer>asSystem(
        handle -> handle.createUpdate(FORGET).bind("before", Timestamp.from(before)).execute());
    return false;
  }
}
