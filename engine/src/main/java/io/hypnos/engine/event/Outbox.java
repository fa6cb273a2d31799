package io.hypnos.engine.event;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What happened to memories, written in the transaction that did it. */
public final class Outbox {
  /** What the relay to Kafka has to do is written along; see the migration for why it is apart. */
  private static final String INSERT =
      """
      WITH entry AS (
        INSERT INTO outbox (tenant_id, memory_id, space, change, row_version, pieces, request_id,
                            created_at)
        SELECT :tenant, memory_id, space, change, row_version, pieces, :request, :now
        FROM unnest(:memories, :spaces, :changes, :versions, :pieces)
          WITH ORDINALITY AS e (memory_id, space, change, row_version, pieces, position)
        ORDER BY position
        RETURNING sequence, memory_id, space, change, row_version
      ), unpublished AS (
        INSERT INTO unpublished_change (sequence, tenant_id, memory_id, space, change, row_version,
                                        request_id, created_at)
        SELECT sequence, :tenant, memory_id, space, change, row_version, :request, :now
        FROM entry
      )
      SELECT sequence
      FROM entry
      ORDER BY sequence
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

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One entry to write; {@code pieces}: the most vectors that the memory ever had. */
  public record Entry(UUID memoryId, String space, Change change, long rowVersion, int pieces) {}

  private final List<ChangeListener> listeners;

  public Outbox() {
    this(List.of());
  }

  public Outbox(List<ChangeListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Writes entries, tells the listeners, and returns the sequence numbers. The rows of the memories
   * must be as the change leaves them; of one that is being deleted, the row must still be there.
   */
  public List<Long> append(
      Handle handle, UUID tenantId, String requestId, Instant now, List<Entry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    List<Long> sequences =
        handle
            .createQuery(INSERT)
            .bind("tenant", tenantId)
            .bind("memories", entries.stream().map(Entry::memoryId).toArray(UUID[]::new))
            .bind("spaces", entries.stream().map(Entry::space).toArray(String[]::new))
            .bind("changes", entries.stream().map(e -> e.change().text()).toArray(String[]::new))
            .bind("versions", entries.stream().map(Entry::rowVersion).toArray(Long[]::new))
            .bind("pieces", entries.stream().map(e -> (long) e.pieces()).toArray(Long[]::new))
            .bind("request", requestId)
            .bind("now", Timestamp.from(now))
            .mapTo(Long.class)
            .list();
    for (ChangeListener listener : listeners) {
      listener.changed(handle, tenantId, now, entries);
    }
    return sequences;
  }

  public void markIndexed(Handle handle, List<Long> sequences, Instant now) {
    handle
        .createUpdate(MARK_INDEXED)
        .bind("sequences", sequences.toArray(Long[]::new))
        .bind("now", Timestamp.from(now))
        .execute();
  }
}
