package io.hypnos.engine.job;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Placed;
import io.hypnos.engine.memory.StorableText;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
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

  private static final String WITHDRAW =
      """
      UPDATE batch
      SET withdrawn_at = :now
      WHERE tenant_id = :tenant AND batch_id = :batch AND accepted_at IS NULL
      """;

  private static final String DELETE_ITEMS =
      "DELETE FROM batch_item\nWHERE tenant_id = :tenant AND batch_id = :batch";

  private static final String HAND_OVERS =
      """
      SELECT batch_id, accepted_at IS NOT NULL AS accepted, withdrawn_at IS NOT NULL AS withdrawn
      FROM batch
      WHERE tenant_id = :tenant AND batch_id = ANY(:batches)
      """;

  private static final String BATCH =
      """
      SELECT space, created_at
      FROM batch
      WHERE tenant_id = :tenant AND batch_id = :batch AND withdrawn_at IS NULL
        AND NOT space = ANY(:hidden)
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
      WHERE tenant_id = :tenant AND batch_id = :batch AND withdrawn_at IS NULL
      """;

  /** What has not been stored may be on its way, as far as is known: a report can be late. */
  private static final String REQUEUE =
      """
      UPDATE batch_item
      SET state = 'queued', memories = 0, reason = NULL, updated_at = :now, requeued_at = :now,
          started_at = NULL, run = run + 1
      WHERE tenant_id = :tenant AND batch_id = :batch AND item = :item AND state <> 'stored'
      RETURNING run
      """;

  private static final String WITHDRAW_UNACCEPTED =
      """
      WITH abandoned AS (
        UPDATE batch
        SET withdrawn_at = :now
        WHERE accepted_at IS NULL AND withdrawn_at IS NULL AND created_at < :before
        RETURNING tenant_id, batch_id
      ), items AS (
        DELETE FROM batch_item i
        USING abandoned a
        WHERE i.tenant_id = a.tenant_id AND i.batch_id = a.batch_id
      )
      SELECT count(*) FROM abandoned
      """;

  /**
   * States only move forward, whatever order reports arrive in, and a report that is late never
   * takes an item out of a run that began after it.
   */
  private static final String ADVANCE =
      """
      UPDATE batch_item
      SET state = :state, memories = :memories, reason = :reason, updated_at = :at,
          started_at = coalesce(started_at, :at)
      WHERE tenant_id = :tenant AND batch_id = :batch AND item = :item
        AND run = :run
        AND state NOT IN ('stored', 'failed', 'quarantined')
        AND array_position(ARRAY['queued', 'extracting', 'embedding'], state)
            < coalesce(array_position(ARRAY['queued', 'extracting', 'embedding'], :state), 4)
      """;

  private final Database database;
  private final Clock clock;
  private final SpaceAccess access = new SpaceAccess();

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

  /** Where the hand-over of a batch is. */
  public enum HandOver {
    OPEN,
    ACCEPTED,
    WITHDRAWN
  }

  /** Where the hand-over of each batch is; those that are not known are left out. */
  public Map<UUID, HandOver> handOvers(UUID tenantId, Collection<UUID> batches) {
    return database.inTenant(
        tenantId,
        handle -> {
          Map<UUID, HandOver> found = new HashMap<>();
          handle
              .createQuery(HAND_OVERS)
              .bind("tenant", tenantId)
              .bind("batches", batches.toArray(UUID[]::new))
              .map((row, context) -> Map.entry(row.getObject("batch_id", UUID.class), state(row)))
              .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
          return found;
        });
  }

  private static HandOver state(ResultSet row) throws SQLException {
    if (row.getBoolean("withdrawn")) {
      return HandOver.WITHDRAWN;
    }
    return row.getBoolean("accepted") ? HandOver.ACCEPTED : HandOver.OPEN;
  }

  /** Kafka has all of it. False when it was withdrawn before, which nothing takes back. */
  public boolean accepted(UUID tenantId, UUID batchId) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                    .createUpdate(ACCEPT)
                    .bind("tenant", tenantId)
                    .bind("batch", batchId)
                    .bind("now", Timestamp.from(clock.instant()))
                    .execute()
                > 0);
  }

  /**
   * Takes back a batch that was not handed over as a whole. False when it was accepted before,
   * which nothing takes back.
   */
  public boolean withdraw(UUID tenantId, UUID batchId) {
    return database.inTenant(
        tenantId,
        handle -> {
          boolean withdrawn =
              handle
                      .createUpdate(WITHDRAW)
                      .bind("tenant", tenantId)
                      .bind("batch", batchId)
                      .bind("now", Timestamp.from(clock.instant()))
                      .execute()
                  > 0;
          if (withdrawn) {
            handle
                .createUpdate(DELETE_ITEMS)
                .bind("tenant", tenantId)
                .bind("batch", batchId)
                .execute();
          }
          return withdrawn;
        });
  }

  /** Takes back what a node that died has left: batches that nobody was answered for. */
  public int withdrawAbandoned(Duration age) {
    Instant before = clock.instant().minus(age);
    return (int)
        Placed.sum(
            database,
            "abandoned batches",
            place ->
                place.asSystem(
                    handle ->
                        handle
                            .createQuery(WITHDRAW_UNACCEPTED)
                            .bind("before", Timestamp.from(before))
                            .bind("now", Timestamp.from(clock.instant()))
                            .mapTo(Integer.class)
                            .one()));
  }

  /**
   * An item that had failed goes through the job once more.
   *
   * @return the number of that run; empty when the item is gone, or stored by now
   */
  public Optional<Integer> requeue(Handle handle, UUID tenantId, UUID batchId, int item) {
    return handle
        .createQuery(REQUEUE)
        .bind("tenant", tenantId)
        .bind("batch", batchId)
        .bind("item", item)
        .bind("now", Timestamp.from(clock.instant()))
        .mapTo(Integer.class)
        .findOne();
  }

  /** Whether there is such a batch of a space that the caller may read. */
  public boolean isThere(Caller caller, UUID batchId) {
    return database.inTenant(
        caller.tenantId(),
        handle ->
            handle
                .createQuery(BATCH)
                .bind("tenant", caller.tenantId())
                .bind("batch", batchId)
                .bind("hidden", hidden(handle, caller))
                .mapToMap()
                .findOne()
                .isPresent());
  }

  private String[] hidden(Handle handle, Caller caller) {
    return access.unreadable(handle, caller.tenantId(), caller.keyId()).toArray(String[]::new);
  }

  /** Empty too when the batch is of a space that the caller may not read. */
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
              .bind("hidden", hidden(handle, caller))
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
                .bind("run", report.run().orElse(0))
                .add();
          }
          batch.execute();
          return null;
        });
  }
}
