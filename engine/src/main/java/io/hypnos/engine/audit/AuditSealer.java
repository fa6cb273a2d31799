package io.hypnos.engine.audit;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Chains what has been written to the audit. Any number of nodes may run it; the head of a tenant's
 * chain is locked while entries are added to it, so one node at a time works on a tenant. An entry
 * whose transaction committed late simply comes later in the chain. Each place has chains of its
 * own.
 */
public final class AuditSealer {
  private static final int PAGE = 500;
  private static final int TENANTS_A_TURN = 50;

  /** Looks at the beginning of the backlog only: all of it may be very long once. */
  private static final String WAITING =
      """
      SELECT tenant_id
      FROM (SELECT tenant_id FROM audit WHERE position IS NULL LIMIT 10000) AS backlog
      GROUP BY tenant_id
      LIMIT :most
      """;

  private static final String ENSURE_HEAD =
      """
      INSERT INTO audit_head (tenant_id, position, hash, sealed_at)
      VALUES (:tenant, 0, :genesis, :now)
      ON CONFLICT DO NOTHING
      """;

  private static final String LOCK_HEAD =
      """
      SELECT position, hash
      FROM audit_head
      WHERE tenant_id = :tenant
      FOR UPDATE SKIP LOCKED
      """;

  private static final String UNSEALED =
      """
      SELECT %s
      FROM audit
      WHERE tenant_id = :tenant AND position IS NULL
      ORDER BY sequence
      LIMIT :limit
      """
          .formatted(ChainEntry.COLUMNS);

  private static final String SEAL =
      """
      UPDATE audit
      SET position = :position, hash = :hash
      WHERE tenant_id = :tenant AND sequence = :sequence
      """;

  private static final String MOVE_HEAD =
      """
      UPDATE audit_head
      SET position = :position, hash = :hash, sealed_at = :now
      WHERE tenant_id = :tenant
      """;

  private final Database database;
  private final Clock clock;

  public AuditSealer(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Seals a page of each tenant that has some waiting; returns whether there may be more. */
  public boolean runOnce() {
    AtomicBoolean more = new AtomicBoolean();
    database.visit("audit", place -> more.compareAndSet(false, seal(place)));
    return more.get();
  }

  private boolean seal(Place place) {
    List<UUID> tenants =
        place.asSystem(
            handle ->
                handle.createQuery(WAITING).bind("most", TENANTS_A_TURN).mapTo(UUID.class).list());
    boolean more = tenants.size() == TENANTS_A_TURN;
    for (UUID tenantId : tenants) {
      more |= place.asSystem(handle -> sealPage(handle, tenantId)) == PAGE;
    }
    return more;
  }

  private int sealPage(Handle handle, UUID tenantId) {
    Optional<ChainHead> found = lockHead(handle, tenantId);
    if (found.isEmpty()) {
      return 0;
    }
    ChainHead head = found.get();
    List<ChainEntry> entries = unsealed(handle, tenantId);
    if (entries.isEmpty()) {
      return 0;
    }
    PreparedBatch batch = handle.prepareBatch(SEAL);
    for (ChainEntry entry : entries) {
      long position = head.position() + 1;
      head = new ChainHead(position, AuditChain.hash(head.hash(), position, entry));
      batch
          .bind("tenant", tenantId)
          .bind("sequence", entry.sequence())
          .bind("position", position)
          .bind("hash", head.hash())
          .add();
    }
    batch.execute();
    moveHead(handle, tenantId, head);
    return entries.size();
  }

  private Optional<ChainHead> lockHead(Handle handle, UUID tenantId) {
    handle
        .createUpdate(ENSURE_HEAD)
        .bind("tenant", tenantId)
        .bind("genesis", AuditChain.genesis(tenantId))
        .bind("now", Timestamp.from(clock.instant()))
        .execute();
    return handle
        .createQuery(LOCK_HEAD)
        .bind("tenant", tenantId)
        .map((row, context) -> new ChainHead(row.getLong("position"), row.getBytes("hash")))
        .findOne();
  }

  private static List<ChainEntry> unsealed(Handle handle, UUID tenantId) {
    return handle
        .createQuery(UNSEALED)
        .bind("tenant", tenantId)
        .bind("limit", PAGE)
        .map((row, context) -> ChainEntry.of(row))
        .list();
  }

  private void moveHead(Handle handle, UUID tenantId, ChainHead head) {
    handle
        .createUpdate(MOVE_HEAD)
        .bind("tenant", tenantId)
        .bind("position", head.position())
        .bind("hash", head.hash())
        .bind("now", Timestamp.from(clock.instant()))
        .execute();
  }
}
