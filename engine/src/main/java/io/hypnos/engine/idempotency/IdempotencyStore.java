package io.hypnos.engine.idempotency;

import io.hypnos.engine.idempotency.Claim.Answered;
import io.hypnos.engine.idempotency.Claim.Busy;
import io.hypnos.engine.idempotency.Claim.Other;
import io.hypnos.engine.idempotency.Claim.Ours;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table of keys. */
final class IdempotencyStore {
  private static final String INSERT =
      """
      INSERT INTO idempotency_key
        (tenant_id, caller, operation, key, digest, token, lease_until, expires_at)
      VALUES (:tenant, :caller, :operation, :key, :digest, :token, :leaseUntil, :expires)
      ON CONFLICT DO NOTHING
      """;

  private static final String LOCK =
      """
      SELECT digest, lease_until, status, content_type, body, expires_at
      FROM idempotency_key
      WHERE tenant_id = :tenant AND caller = :caller AND operation = :operation AND key = :key
      FOR UPDATE
      """;

  private static final String TAKE_OVER =
      """
      UPDATE idempotency_key
      SET digest = :digest, token = :token, lease_until = :leaseUntil, expires_at = :expires,
          status = NULL, content_type = NULL, body = NULL
      WHERE tenant_id = :tenant AND caller = :caller AND operation = :operation AND key = :key
      """;

  private static final String ANSWER =
      """
      UPDATE idempotency_key
      SET status = :status, content_type = :type, body = :body, expires_at = :expires
      WHERE tenant_id = :tenant AND caller = :caller AND operation = :operation AND key = :key
        AND token = :token
      """;

  private static final String RELEASE =
      """
      DELETE FROM idempotency_key
      WHERE tenant_id = :tenant AND caller = :caller AND operation = :operation AND key = :key
        AND token = :token
      """;

  private static final String FORGET =
      """
      DELETE FROM idempotency_key
      WHERE ctid = ANY (ARRAY(SELECT ctid FROM idempotency_key WHERE expires_at <= :now LIMIT :most))
      """;

  private final Duration lease;
  private final Duration kept;

  IdempotencyStore(Duration lease, Duration kept) {
    this.lease = lease;
    this.kept = kept;
  }

  Claim claim(Handle handle, RepeatableRequest request, UUID token, Instant now) {
    if (claiming(handle, INSERT, request, token, now) == 1) {
      return new Ours(token);
    }
    Optional<Row> found =
        bound(handle.createQuery(LOCK), request).map((row, context) -> Row.of(row)).findOne();
    if (found.isEmpty()) {
      // Released between the two statements.
      return claim(handle, request, token, now);
    }
    Row row = found.get();
    boolean over = row.answer().isPresent() ? row.isExpired(now) : !row.leaseUntil().isAfter(now);
    if (over) {
      claiming(handle, TAKE_OVER, request, token, now);
      return new Ours(token);
    }
    if (!Arrays.equals(row.digest(), request.digest())) {
      return new Other();
    }
    return row.answer().<Claim>map(Answered::new).orElseGet(Busy::new);
  }

  private int claiming(
      Handle handle, String sql, RepeatableRequest request, UUID token, Instant now) {
    return bound(handle.createUpdate(sql), request)
        .bind("digest", request.digest())
        .bind("token", token)
        .bind("leaseUntil", Timestamp.from(now.plus(lease)))
        .bind("expires", Timestamp.from(now.plus(kept)))
        .execute();
  }

  /** Keeps the answer unless the lease was lost to somebody else. */
  boolean answer(Handle handle, RepeatableRequest request, UUID token, Answer answer, Instant now) {
    return bound(handle.createUpdate(ANSWER), request)
            .bind("token", token)
            .bind("status", answer.status())
            .bind("type", answer.contentType())
            .bind("body", answer.body())
            .bind("expires", Timestamp.from(now.plus(kept)))
            .execute()
        == 1;
  }

  void release(Handle handle, RepeatableRequest request, UUID token) {
    bound(handle.createUpdate(RELEASE), request).bind("token", token).execute();
  }

  static int forget(Handle handle, Instant now, int most) {
    return handle
        .createUpdate(FORGET)
        .bind("now", Timestamp.from(now))
        .bind("most", most)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bound(S statement, RepeatableRequest request) {
    return statement
        .bind("tenant", request.tenantId())
        .bind("caller", request.caller())
        .bind("operation", request.operation())
        .bind("key", request.key());
  }

  private record Row(
      byte[] digest, Instant leaseUntil, Instant expiresAt, Optional<Answer> answer) {

    static Row of(ResultSet row) throws SQLException {
      Integer status = row.getObject("status", Integer.class);
      return new Row(
          row.getBytes("digest"),
          row.getTimestamp("lease_until").toInstant(),
          row.getTimestamp("expires_at").toInstant(),
          status == null
              ? Optional.empty()
              : Optional.of(
                  new Answer(status, row.getString("content_type"), row.getBytes("body"))));
    }

    boolean isExpired(Instant now) {
      return !expiresAt.isAfter(now);
    }
  }
}
