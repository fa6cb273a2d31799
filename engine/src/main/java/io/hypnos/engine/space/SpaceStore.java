package io.hypnos.engine.space;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The space table. */
public final class SpaceStore {
  private static final String ENSURE =
      """
      INSERT INTO space (tenant_id, space, created_at, updated_at)
      VALUES (:tenant, :space, :now, :now)
      ON CONFLICT DO NOTHING
      """;

  private static final String RECORD_CHANGE =
      """
      UPDATE space
      SET version = version + 1, memory_count = memory_count + :added, updated_at = :now
      WHERE tenant_id = :tenant AND space = :space
      """;

  private static final String RECORD_SEARCHABLE =
      """
      UPDATE space
      SET searchable_version = searchable_version + 1
      WHERE tenant_id = :tenant AND space = :space
      """;

  /** Makes the space if nobody has written to it yet. */
  public void ensure(Handle handle, UUID tenantId, String space, Instant now) {
    handle
        .createUpdate(ENSURE)
        .bind("tenant", tenantId)
        .bind("space", space)
        .bind("now", Timestamp.from(now))
        .execute();
  }

  /**
   * Moves the version of the space. It locks the row until the transaction ends, so it belongs last
   * in a transaction.
   */
  public void recordChange(Handle handle, UUID tenantId, String space, int added, Instant now) {
    handle
        .createUpdate(RECORD_CHANGE)
        .bind("tenant", tenantId)
        .bind("space", space)
        .bind("added", added)
        .bind("now", Timestamp.from(now))
        .execute();
  }

  /**
   * Tells all nodes that the search index holds something of this space that they have not seen.
   */
  public void recordSearchable(Handle handle, UUID tenantId, String space) {
    handle.createUpdate(RECORD_SEARCHABLE).bind("tenant", tenantId).bind("space", space).execute();
  }
}
