package io.hypnos.engine.deletion;

import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.error.HypnosException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the bytes that deleted memories let go of, and those of which it is time to see whether
 * any memory took them. The list was written with the deletion, so a crash or an object store that
 * is down delays it and loses nothing. What another memory holds stays, until that lets go of it.
 */
public final class FileRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(FileRemoval.class);
  private static final int PAGE = 100;

  private static final String NEXT =
      """
      SELECT tenant_id, blob_key,
             EXISTS (SELECT 1
                     FROM attachment a
                     WHERE a.tenant_id = r.tenant_id AND a.blob_key = r.blob_key) AS held
      FROM blob_removal r
      WHERE created_at <= now()
      ORDER BY attempts, created_at, blob_key
      LIMIT :limit
      FOR UPDATE OF r SKIP LOCKED
      """;

  private static final String DONE =
      "DELETE FROM blob_removal WHERE tenant_id = :tenant AND blob_key = :key";

  private static final String FAILED =
      """
      UPDATE blob_removal
      SET attempts = attempts + 1
      WHERE tenant_id = :tenant AND blob_key = :key
      """;

  private final Database database;
  private final BlobStore blobs;

  public FileRemoval(Database database, BlobStore blobs) {
    this.database = database;
    this.blobs = blobs;
  }

  private record Item(UUID tenantId, String key, boolean held) {}

  /** Removes some and says whether there are more to remove at once. */
  public boolean runOnce() {
    AtomicBoolean more = new AtomicBoolean();
    database.visit("file removal", place -> more.compareAndSet(false, remove(place)));
    return more.get();
  }

  private boolean remove(Place place) {
    return place.asSystem(
        handle -> {
          List<Item> items =
              handle
                  .createQuery(NEXT)
                  .bind("limit", PAGE)
                  .map(
                      (row, context) ->
                          new Item(
                              row.getObject("tenant_id", UUID.class),
                              row.getString("blob_key"),
                              row.getBoolean("held")))
                  .list();
          boolean allWent = true;
          for (Item item : items) {
            boolean went = item.held() || remove(item);
            allWent &= went;
            handle
                .createUpdate(went ? DONE : FAILED)
                .bind("tenant", item.tenantId())
                .bind("key", item.key())
                .execute();
          }
          return allWent && items.size() == PAGE;
        });
  }

  private boolean remove(Item item) {
    try {
      blobs.delete(BlobKey.parse(item.tenantId(), item.key()));
      return true;
    } catch (HypnosException e) {
      LOG.warn("a file of tenant {} stays for now: {}", item.tenantId(), e.getMessage());
      return false;
    }
  }
}
