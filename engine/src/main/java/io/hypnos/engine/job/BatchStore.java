package io.hypnos.engine.job;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.memory.StorableText;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestStatus;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Batches and the states of their items. */
public final class BatchStore {
  private static final String INSERT_BATCH =
      """
      INSERT INTO batch (tenant_id, batch_id, space, source, created_by, created_at)
      VALUES (:tenant, :batch, :space, :source, :createdBy, :now)
      """;

  private static final String INSERT_ITEM =
      """
      INSERT INTO batch_item (tenant_id, batch_id, item, filename, state, updated_at)
      VALUES (:tenant, :batch, :item, :filename, 'queued', :now)
      """;

  private static final String DELETE_BATCH =
      """
      DELETE FROM batch
      WHERE tenant_id = :tenant AND batch_id = :batch
      """;

  private static final String BATCH =
      """
      SELECT space, created_at
      FROM batch
      WHERE tenant_id = :tenant AND batch_id = :batch
      """;

  private static final String ITEMS =
      """
      SELECT item, filename, state, memories, reason, updated_at
      FROM batch_item
      WHERE tenant_id = :tenant AND batch_id = :batch
      ORDER BY item
      """;

  private static final String ACCEPT =
      """
      UPDATE batch
      SET accepted_at = :now
      WHERE tenant_id = :tenant AND batch_id = :batch
      """;

  /** A report that is late never takes an item out of a run that began after it. */
  private static final String REQUEUE =
      """
      UPDATE batch_item
      SET state = 'queued', memories = 0, reason = NULL, updated_at = :now, requeued_at = :now,
          started_at = NULL
      WHERE tenant_id = :tenant AND batch_id = :batch AND item = :item
        AND state IN ('failed', 'quarantined')
      """;

  private static final String WITHDRAW_UNACCEPTED =
      """
      DELETE FROM batch b
      WHERE accepted_at IS NULL AND created_at < :before
        AND NOT EXISTS (SELECT 1
                        FROM batch_item i
                        WHERE i.tenant_id = b.tenant_id AND i.batch_id = b.batch_id
                          AND i.state <> 'queued')
      """;

  /** States only move forward, whatever order reports arrive in. */
  private static final String ADVANCE =
      """
      UPDATE batch_item
      SET state = :state, memories = :memories, reason = :reason, updated_at = :at,
          started_at = coalesce(started_at, :at)
      WHERE tenant_id = :tenant AND batch_id = :batch AND item = :item
        AND (requeued_at IS NULL OR :at > requeued_at)
        AND state NOT IN ('stored', 'failed', 'quarantined')
        AND array_position(ARRAY['queued', 'extracting', 'embedding'], state)
            < coalesce(array_position(ARRAY['queued', 'extracting', 'embedding'], :state), 4)
      """;

  private final Database database;
  private final Clock clock;

  public BatchStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  public void create(
      Caller caller, UUID batchId, String space, String source, List<String> filenames) {
    Timestamp now = Timestamp.from(clock.instant());
    database.inTenant(
        caller.tenantId(),
        handle -> {
          handle
              .createUpdate(INSERT_BATCH)
              .bind("tenant", caller.tenantId())
              .bind("batch", batchId)
              .bind("space", space)
              .bind("source", source)
              .bind("createdBy", caller.keyId().orElse(null))
              .bind("now", now)
              .execute();
          PreparedBatch items = handle.prepareBatch(INSERT_ITEM);
          for (int item = 0; item < filenames.size(); item++) {
            items
                .bind("tenant", caller.tenantId())
                .bind("batch", batchId)
                .bind("item", item)
                .bind("filename", filenames.get(item))
                .bind("now", now)
                .add();
          }
          if (!filenames.isEmpty()) {
            items.execute();
          }
          return null;
        });
  }

  /** Kafka has all of it. */
  public void accepted(UUID tenantId, UUID batchId) {
    // A crash of the database may lose the mark; then the first report speaks for the batch.
    database.inTenantRelaxed(
        tenantId,
        handle ->
            handle
                .createUpdate(ACCEPT)
                .bind("tenant", tenantId)
                .bind("batch", batchId)
                .bind("now", Timestamp.from(clock.instant()))
                .execute());
  }

  /** Takes back a batch whose messages could not be handed over. */
  public void withdraw(UUID tenantId, UUID batchId) {
    database.inTenant(
        tenantId,
        handle ->
            handle
                .createUpdate(DELETE_BATCH)
                .bind("tenant", tenantId)
                .bind("batch", batchId)
                .execute());
  }

  /**
   * Takes back what a node that died has left: batches that nobody was answered for and nothing was
   * heard of. Returns how many.
   */
  public int withdrawAbandoned(Duration age) {
    Instant before = clock.instant().minus(age);
    return database.asSystem(
        handle ->
            handle
                .createUpdate(WITHDRAW_UNACCEPTED)
                .bind("before", Timestamp.from(before))
                .execute());
  }

  /** An item that had failed goes through the job once more. */
  public void requeue(UUID tenantId, UUID batchId, int item) {
    database.inTenant(
        tenantId,
        handle ->
            handle
                .createUpdate(REQUEUE)
                .bind("tenant", tenantId)
                .bind("batch", batchId)
                .bind("item", item)
                .bind("now", Timestamp.from(clock.instant()))
                .execute());
  }

  public boolean isThere(UUID tenantId, UUID batchId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(BATCH)
                .bind("tenant", tenantId)
                .bind("batch", batchId)
                .mapToMap()
                .findOne()
                .isPresent());
  }

  public Optional<BatchProgress> progress(Caller caller, UUID batchId) {
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          List<BatchProgress.Item> items =
              handle
                  .createQuery(ITEMS)
                  .bind("tenant", caller.tenantId())
                  .bind("batch", batchId)
                  .map((row, context) -> BatchHistory.item(row))
                  .list();
          return handle
              .createQuery(BATCH)
              .bind("tenant", caller.tenantId())
              .bind("batch", batchId)
              .map(
                  (row, context) ->
                      new BatchProgress(
                          batchId,
                          row.getString("space"),
                          row.getTimestamp("created_at").toInstant(),
                          items))
              .findOne();
        });
  }

  /** Applies reports of the ingest job, of one tenant; unknown batches and repeats are ignored. */
  public void advance(UUID tenantId, List<IngestStatus> reports) {
    database.inTenant(
        tenantId,
        handle -> {
          PreparedBatch batch = handle.prepareBatch(ADVANCE);
          for (IngestStatus report : reports) {
            batch
                .bind("tenant", tenantId)
                .bind("batch", report.batchId())
                .bind("item", report.item())
                .bind("state", report.state().name().toLowerCase(Locale.ROOT))
                .bind("memories", report.memories())
                .bind("reason", report.reason().map(StorableText::cleaned).orElse(null))
                .bind("at", Timestamp.from(report.at()))
                .add();
          }
          batch.execute();
          return null;
        });
  }
}
