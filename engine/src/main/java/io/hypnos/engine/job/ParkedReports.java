package io.hypnos.engine.job;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.schemas.message.IngestStatus;
import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.schemas.message.MessageCodec;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports of the ingest job for tenants whose own database is away: they wait in the operator's,
 * and the reports of all others go on. They say how far an item is, and hold no memory text.
 */
public final class ParkedReports {
  private static final Logger LOG = LoggerFactory.getLogger(ParkedReports.class);
  private static final int TENANTS = 100;
  private static final int PAGE = 500;

  private static final String PARK =
      """
      INSERT INTO parked_report (tenant_id, report)
      SELECT tenant_id, :report
      FROM tenant
      WHERE tenant_id = :tenant AND state = 'active'
      """;

  private static final String WAITING =
      "SELECT DISTINCT tenant_id FROM parked_report ORDER BY tenant_id LIMIT :limit";

  private static final String OLDEST =
      """
      SELECT sequence, report
      FROM parked_report
      WHERE tenant_id = :tenant
      ORDER BY sequence
      LIMIT :limit
      """;

  private static final String DELIVERED =
      "DELETE FROM parked_report\nWHERE tenant_id = :tenant AND sequence = ANY(:delivered)";

  private final Database database;
  private final BatchStore batches;

  public ParkedReports(Database database, BatchStore batches) {
    this.database = database;
    this.batches = batches;
  }

  private record Parked(long sequence, byte[] report) {}

  /** Does it, or parks the reports when the own database of the tenant is away. */
  void unlessAway(UUID tenantId, List<IngestStatus> reports, Runnable work) {
    try {
      work.run();
    } catch (HypnosException e) {
      if (e.code() != ErrorCode.UNAVAILABLE || !database.isAway(tenantId)) {
        throw e;
      }
      database.asSystem(handle -> park(handle, tenantId, reports));
      LOG.info("parked {} reports for tenant {}", reports.size(), tenantId);
    }
  }

  private static int[] park(Handle handle, UUID tenantId, List<IngestStatus> reports) {
    PreparedBatch batch = handle.prepareBatch(PARK);
    reports.forEach(
        report -> batch.bind("tenant", tenantId).bind("report", MessageCodec.encode(report)).add());
    return batch.execute();
  }

  /** Applies what waits for databases that answer again; returns whether there may be more. */
  public boolean deliver() {
    List<UUID> tenants =
        database.asSystem(
            handle -> handle.createQuery(WAITING).bind("limit", TENANTS).mapTo(UUID.class).list());
    boolean more = false;
    for (UUID tenantId : tenants) {
      more |= deliver(tenantId);
    }
    return more;
  }

  private boolean deliver(UUID tenantId) {
    List<Parked> page =
        database.asSystem(
            handle ->
                handle
                    .createQuery(OLDEST)
                    .bind("tenant", tenantId)
                    .bind("limit", PAGE)
                    .map(
                        (row, context) ->
                            new Parked(row.getLong("sequence"), row.getBytes("report")))
                    .list());
    if (page.isEmpty()) {
      return false; // Another node was quicker.
    }
    try {
      batches.advance(
          tenantId, page.stream().map(ParkedReports::report).flatMap(Optional::stream).toList());
    } catch (HypnosException e) {
      if (e.code() != ErrorCode.UNAVAILABLE || !database.isAway(tenantId)) {
        throw e;
      }
      LOG.debug("the own database of tenant {} is still away", tenantId, e);
      return false;
    }
    Long[] delivered = page.stream().map(Parked::sequence).toArray(Long[]::new);
    database.asSystem(
        handle ->
            handle
                .createUpdate(DELIVERED)
                .bind("tenant", tenantId)
                .bind("delivered", delivered)
                .execute());
    return page.size() == PAGE;
  }

  private static Optional<IngestStatus> report(Parked parked) {
    try {
      return Optional.of(MessageCodec.decode(parked.report(), IngestStatus.class));
    } catch (MalformedMessageException e) {
      LOG.warn("left out a parked report that cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
