package io.hypnos.engine.deletion;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Objects that may turn out to be of no use. When their time has come, {@link FileRemoval} removes
 * those that no memory holds.
 */
public final class RemovalList {
  private static final String PUT =
      """
      INSERT INTO blob_removal (tenant_id, blob_key, created_at)
      VALUES (:tenant, :key, :due)
      ON CONFLICT DO NOTHING
      """;

  private RemovalList() {}

  /** Puts objects on the list, to be looked at when they are due. */
  public static void put(Handle handle, UUID tenantId, Collection<String> keys, Instant due) {
    if (keys.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(PUT);
    keys.forEach(
        key ->
            batch.bind("tenant", tenantId).bind("key", key).bind("due", Timestamp.from(due)).add());
    batch.execute();
  }
}
