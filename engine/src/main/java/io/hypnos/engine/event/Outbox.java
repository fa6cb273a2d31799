package io.hypnos.engine.event;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What happened to memories, written in the transaction that did it. */
public final class Outbox {
  private static final String INSERT =
      """
      INSERT INTO outbox (tenant_id, memory_id, space, change, row_version, pieces, request_id,
                          created_at)
      VALUES (:tenant, :memory, :space, :change, :version, :pieces, :request, :now)
      """;

  private static final String MARK_INDEXED =
      """
      UPDATE outbox
      SET indexed_at = :now
      WHERE sequence = ANY(:sequences)
      """;

  /** What happened. */
  public enum Change {
    CREATED,
    UPDATED,
    DELETED,
    SUPERSEDED,
    CONSOLIDATED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One entry to write; {@code pieces}: the most vectors that the memory ever had. */
  public record Entry(UUID memoryId, String space, Change change, long rowVersion, int pieces) {}

  /** Writes entries and returns their sequence numbers. */
  public List<Long> append(
      Handle handle, UUID tenantId, String requestId, Instant now, List<Entry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    PreparedBatch batch = handle.prepareBatch(INSERT);
    for (Entry entry : entries) {
      batch
          .bind("tenant", tenantId)
          .bind("memory", entry.memoryId())
          .bind("space", entry.space())
          .bind("change", entry.change().text())
          .bind("version", entry.rowVersion())
          .bind("pieces", entry.pieces())
          .bind("request", requestId)
          .bind("now", Timestamp.from(now))
          .add();
    }
    return new ArrayList<>(batch.executePreparedBatch("sequence").mapTo(Long.class).list());
  }

  public void markIndexed(Handle handle, List<Long> sequences, Instant now) {
    handle
        .createUpdate(MARK_INDEXED)
        .bind("sequences", sequences.toArray(Long[]::new))
        .bind("now", Timestamp.from(now))
        .execute();
  }
}
