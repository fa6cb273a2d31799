package io.hypnos.engine.intake;

import io.hypnos.engine.blob.BlobPage;
import io.hypnos.engine.blob.BlobStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.deletion.RemovalList;
import io.hypnos.settings.IntakeSettings;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Forgets batches that have ended, and entries of the quarantine that were decided, when they are
 * old enough. Objects of a batch that no memory holds go with it: its manifest, files that were
 * dropped once more, versions that others have replaced.
 */
public final class IntakeRetention {
  private static final int PAGE = 100;
  private static final int OBJECTS = 500;

  private static final String EXPIRED =
      """
      SELECT tenant_id, batch_id
      FROM batch b
      WHERE created_at < :before
        AND NOT EXISTS (SELECT 1
                        FROM batch_item i
                        WHERE i.tenant_id = b.tenant_id AND i.batch_id = b.batch_id
                          AND i.state IN ('queued', 'extracting', 'embedding'))
        AND NOT EXISTS (SELECT 1
                        FROM quarantine q
                        WHERE q.tenant_id = b.tenant_id AND q.batch_id = b.batch_id
                          AND q.state = 'open')
      ORDER BY created_at
      LIMIT :limit
      """;

  private static final String FORGET =
      "DELETE FROM batch\nWHERE tenant_id = :tenant AND batch_id = :batch";

  private static final String FORGET_DECIDED =
      """
      DELETE FROM quarantine
      WHERE quarantine_id IN (SELECT quarantine_id
                              FROM quarantine
                              WHERE state <> 'open' AND ended_at < :before
                              LIMIT :limit)
      """;

  private final Database database;
  private final BlobStore blobs;
  private final IntakeSettings settings;
  private final Clock clock;

  IntakeRetention(Database database, BlobStore blobs, IntakeSettings settings, Clock clock) {
    this.database = database;
    this.blobs = blobs;
    this.settings = settings;
    this.clock = clock;
  }

  private record Batch(UUID tenantId, UUID id) {}

  /** Forgets some and says whether there are more to forget at once. */
  public boolean runOnce() {
    AtomicBoolean more = new AtomicBoolean();
    database.visit("intake retention", place -> more.compareAndSet(false, forgetSome(place)));
    return more.get();
  }

  private boolean forgetSome(Place place) {
    Instant now = clock.instant();
    List<Batch> expired = expired(place, now.minus(settings.keepBatches()));
    expired.forEach(batch -> forget(place, batch, now));
    int decided = forgetDecided(place, now.minus(settings.keepQuarantine()));
    return expired.size() == PAGE || decided == PAGE;
  }

  private static List<Batch> expired(Place place, Instant before) {
    return place.asSystem(
        handle ->
            handle
                .createQuery(EXPIRED)
                .bind("before", Timestamp.from(before))
                .bind("limit", PAGE)
                .map(
                    (row, context) ->
                        new Batch(
                            row.getObject("tenant_id", UUID.class),
                            row.getObject("batch_id", UUID.class)))
                .list());
  }

  private void forget(Place place, Batch batch, Instant now) {
    List<String> objects = objects(batch);
    place.<Void>asSystem(
        handle -> {
          RemovalList.put(handle, batch.tenantId(), objects, now);
          handle
              .createUpdate(FORGET)
              .bind("tenant", batch.tenantId())
              .bind("batch", batch.id())
              .execute();
          return null;
        });
  }

  private List<String> objects(Batch batch) {
    String folder = Handover.Batch.folder(batch.id());
    List<String> keys = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      BlobPage page = blobs.list(batch.tenantId(), folder, cursor, OBJECTS);
      page.objects().forEach(found -> keys.add(found.key().text()));
      cursor = page.next();
    } while (cursor.isPresent());
    return keys;
  }

  private static int forgetDecided(Place place, Instant before) {
    return place.asSystem(
        handle ->
            handle
                .createUpdate(FORGET_DECIDED)
                .bind("before", Timestamp.from(before))
                .bind("limit", PAGE)
                .execute());
  }
}
