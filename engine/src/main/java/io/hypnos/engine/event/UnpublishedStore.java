package io.hypnos.engine.event;

import io.hypnos.schemas.message.ChangeMessage;
import io.hypnos.schemas.message.ChangeMessage.Change;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What Kafka still lacks, across tenants. */
final class UnpublishedStore {
  /** Any number will do as long as nothing else locks it. */
  private static final long PUBLISHING = 0x6879_706e_6f73_0001L;

  private static final String LOCK = "SELECT pg_try_advisory_xact_lock(:lock)";

  private static final String OLDEST =
      """
      SELECT sequence, tenant_id, memory_id, space, change, row_version, request_id, created_at
      FROM unpublished_change
      ORDER BY sequence
      LIMIT :limit
      """;

  private static final String FORGET =
      """
      DELETE FROM unpublished_change
      WHERE sequence = ANY(:sequences)
      """;

  private static final String LAG =
      """
      SELECT count(*) AS waiting, min(created_at) AS oldest
      FROM unpublished_change
      """;

  private UnpublishedStore() {}

  /** Makes this transaction the only one that publishes; false when another is. */
  static boolean lock(Handle handle) {
    return handle.createQuery(LOCK).bind("lock", PUBLISHING).mapTo(Boolean.class).one();
  }

  static List<ChangeMessage> oldest(Handle handle, int limit) {
    return handle
        .createQuery(OLDEST)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new ChangeMessage(
                    ChangeMessage.VERSION,
                    row.getLong("sequence"),
                    row.getObject("tenant_id", UUID.class),
                    row.getObject("memory_id", UUID.class),
                    row.getString("space"),
                    Change.valueOf(row.getString("change").toUpperCase(Locale.ROOT)),
                    row.getLong("row_version"),
                    Optional.ofNullable(row.getString("request_id")),
                    row.getTimestamp("created_at").toInstant()))
        .list();
  }

  static void forget(Handle handle, List<Long> sequences) {
    handle.createUpdate(FORGET).bind("sequences", sequences.toArray(Long[]::new)).execute();
  }

  static ChangeLag lag(Handle handle) {
    return handle
        .createQuery(LAG)
        .map(
            (row, context) ->
                new ChangeLag(
                    row.getLong("waiting"),
                    Optional.ofNullable(row.getTimestamp("oldest")).map(Timestamp::toInstant)))
        .one();
  }
}
