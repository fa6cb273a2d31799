package io.hypnos.engine.projection;

import io.hypnos.engine.search.Incarnation;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What the relay reads and writes, across tenants. */
final class RelayStore {
  private static final String OPEN =
      """
      SELECT sequence, tenant_id, memory_id, space, row_version, pieces
      FROM outbox
      WHERE indexed_at IS NULL AND created_at < :before
      ORDER BY sequence
      LIMIT :limit
      FOR UPDATE SKIP LOCKED
      """;

  private static final String REOPEN_RECENT =
      """
      UPDATE outbox
      SET indexed_at = NULL
      WHERE indexed_at > :since
      """;

  private static final String REOPEN_ALL =
      """
      INSERT INTO outbox (tenant_id, memory_id, space, change, row_version, pieces, created_at)
      SELECT tenant_id, memory_id, space, 'updated', row_version, most_pieces, :now
      FROM memory
      """;

  private static final String FORGET_OLD =
      """
      DELETE FROM outbox
      WHERE indexed_at < least(:before, (SELECT seen_at FROM search_incarnation) - interval '1 hour')
        AND created_at < coalesce(
              (SELECT min(coalesce(started_at, requested_at)) - interval '10 minutes'
               FROM index_rebuild
               WHERE state IN ('requested', 'copying', 'switching')),
              'infinity')
      """;

  private static final String LOCK_INCARNATION =
      """
      SELECT nodes, index_id, seen_at
      FROM search_incarnation
      FOR UPDATE
      """;

  private static final String SET_INCARNATION =
      """
      INSERT INTO search_incarnation (nodes, index_id, seen_at)
      VALUES (:nodes, :index, :now)
      ON CONFLICT (singleton) DO UPDATE SET nodes = :nodes, index_id = :index, seen_at = :now
      """;

  private static final String COUNT_OPEN = "SELECT count(*) FROM outbox WHERE indexed_at IS NULL";

  List<OpenEntry> lockOpen(Handle handle, Instant before, int limit) {
    return handle
        .createQuery(OPEN)
        .bind("before", Timestamp.from(before))
        .bind("limit", limit)
        .map(
            (row, context) ->
                new OpenEntry(
                    row.getLong("sequence"),
                    row.getObject("tenant_id", UUID.class),
                    row.getObject("memory_id", UUID.class),
                    row.getString("space"),
                    row.getLong("row_version"),
                    row.getInt("pieces")))
        .list();
  }

  int reopenSince(Handle handle, Instant since) {
    return handle.createUpdate(REOPEN_RECENT).bind("since", Timestamp.from(since)).execute();
  }

  int reopenAll(Handle handle, Instant now) {
    return handle.createUpdate(REOPEN_ALL).bind("now", Timestamp.from(now)).execute();
  }

  int forget(Handle handle, Instant now, Duration age) {
    return handle.createUpdate(FORGET_OLD).bind("before", Timestamp.from(now.minus(age))).execute();
  }

  Optional<Seen> lockSeen(Handle handle) {
    return handle
        .createQuery(LOCK_INCARNATION)
        .map(
            (row, context) ->
                new Seen(
                    new Incarnation(row.getString("nodes"), row.getString("index_id")),
                    row.getTimestamp("seen_at").toInstant()))
        .findOne();
  }

  void setSeen(Handle handle, Incarnation incarnation, Instant now) {
    handle
        .createUpdate(SET_INCARNATION)
        .bind("nodes", incarnation.nodes())
        .bind("index", incarnation.indexId())
        .bind("now", Timestamp.from(now))
        .execute();
  }

  long countOpen(Handle handle) {
    return handle.createQuery(COUNT_OPEN).mapTo(Long.class).one();
  }
}
