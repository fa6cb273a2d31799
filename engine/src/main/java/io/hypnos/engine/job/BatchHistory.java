package io.hypnos.engine.job;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What was taken in, newest first, and how far all of it is. */
public final class BatchHistory {
  private static final String PAGE =
      """
      SELECT b.batch_id, b.space, b.source, b.created_at, i.*
      FROM (SELECT batch_id, space, source, created_at
            FROM batch
            WHERE tenant_id = :tenant AND withdrawn_at IS NULL AND NOT space = ANY(:hidden)
              AND (:space::text IS NULL OR space = :space)
              AND (:created::timestamptz IS NULL OR (created_at, batch_id) < (:created, :after))
            ORDER BY created_at DESC, batch_id DESC
            LIMIT :limit) b
      CROSS JOIN LATERAL (
        SELECT count(*) AS total,
               count(*) FILTER (WHERE state = 'queued') AS queued,
               count(*) FILTER (WHERE state = 'extracting') AS extracting,
               count(*) FILTER (WHERE state = 'embedding') AS embedding,
               count(*) FILTER (WHERE state = 'stored') AS stored,
               count(*) FILTER (WHERE state IN ('failed', 'quarantined')) AS failed,
               count(*) FILTER (WHERE state = 'quarantined') AS quarantined,
               coalesce(sum(memories), 0) AS memories,
               max(updated_at) AS updated_at
        FROM batch_item
        WHERE tenant_id = :tenant AND batch_id = b.batch_id) i
      ORDER BY b.created_at DESC, b.batch_id DESC
      """;

  private static final String ITEMS =
      """
      SELECT item, filename, state, memories, reason, updated_at
      FROM batch_item
      WHERE tenant_id = :tenant AND batch_id = :batch AND item > :after
        AND (:state::text IS NULL OR state = :state)
      ORDER BY item
      LIMIT :limit
      """;

  private static final String PLACE_OF =
      "SELECT created_at FROM batch WHERE tenant_id = :tenant AND batch_id = :batch";

  private static final String WATERMARK =
      """
      SELECT least(
        (SELECT min(b.created_at)
         FROM batch b
         JOIN batch_item i ON i.tenant_id = b.tenant_id AND i.batch_id = b.batch_id
         WHERE b.tenant_id = :tenant AND i.tenant_id = :tenant
           AND i.state IN ('queued', 'extracting', 'embedding')),
        (SELECT min(created_at)
         FROM outbox
         WHERE tenant_id = :tenant AND indexed_at IS NULL)) AS since,
        (SELECT count(*)
         FROM batch_item
         WHERE tenant_id = :tenant AND state IN ('queued', 'extracting', 'embedding')) AS waiting
      """;

  private static final String WHAT = "intake lag";

  /** Enough to see who waits, few enough for whoever collects the figures. */
  private static final int MOST_TENANTS = 100;

  private static final String BEHIND =
      """
      SELECT tenant_id, min(since) AS since
      FROM (SELECT b.tenant_id, min(b.created_at) AS since
            FROM batch b
            JOIN batch_item i ON i.tenant_id = b.tenant_id AND i.batch_id = b.batch_id
            WHERE i.state IN ('queued', 'extracting', 'embedding')
            GROUP BY b.tenant_id
            UNION ALL
            SELECT tenant_id, min(created_at)
            FROM outbox
            WHERE indexed_at IS NULL
            GROUP BY tenant_id) waiting
      GROUP BY tenant_id
      ORDER BY since
      LIMIT :limit
      """;

  private static final String WAITING =
      """
      SELECT count(*) AS waiting, min(b.created_at) AS since
      FROM batch_item i
      JOIN batch b ON b.tenant_id = i.tenant_id AND b.batch_id = i.batch_id
      WHERE i.state IN ('queued', 'extracting', 'embedding')
      """;

  private final Database database;
  private final Clock clock;
  private final SpaceAccess access = new SpaceAccess();

  public BatchHistory(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * How far the intake of a tenant is: all that was accepted before {@code searchable} can be
   * found, or was refused with a reason.
   *
   * @param waiting items that are on their way
   */
  public record Watermark(Instant searchable, long waiting) {}

  /** What is on its way, and since when the first of it. */
  public record Open(long count, Optional<Instant> since) {
    public static final Open NONE = new Open(0, Optional.empty());

    /** Of both. */
    public Open plus(Open other) {
      return new Open(
          count + other.count,
          Stream.concat(since.stream(), other.since.stream()).min(Instant::compareTo));
    }
  }

  /**
   * A page, newest first, of the spaces that the caller may read.
   *
   * @param after the last batch of the page before; an unknown one begins anew
   */
  public List<BatchSummary> page(
      Caller caller, Optional<String> space, Optional<UUID> after, int limit) {
    UUID tenantId = caller.tenantId();
    return database.inTenant(
        tenantId,
        handle -> {
          List<String> hidden = access.unreadable(handle, tenantId, caller.keyId());
          Optional<Instant> created = after.flatMap(batch -> createdAt(handle, tenantId, batch));
          return handle
              .createQuery(PAGE)
              .bind("tenant", tenantId)
              .bind("space", space.orElse(null))
              .bind("hidden", hidden.toArray(String[]::new))
              .bind("created", created.map(Timestamp::from).orElse(null))
              .bind("after", after.orElse(new UUID(0, 0)))
              .bind("limit", limit)
              .map((row, context) -> summary(row))
              .list();
        });
  }

  private static Optional<Instant> createdAt(Handle handle, UUID tenantId, UUID batchId) {
    return handle
        .createQuery(PLACE_OF)
        .bind("tenant", tenantId)
        .bind("batch", batchId)
        .map((row, context) -> row.getTimestamp("created_at").toInstant())
        .findOne();
  }

  private static BatchSummary summary(ResultSet row) throws SQLException {
    int open = row.getInt("queued") + row.getInt("extracting") + row.getInt("embedding");
    Timestamp updated = row.getTimestamp("updated_at");
    return new BatchSummary(
        row.getObject("batch_id", UUID.class),
        row.getString("space"),
        row.getString("source"),
        row.getTimestamp("created_at").toInstant(),
        row.getInt("total"),
        row.getInt("queued"),
        row.getInt("extracting"),
        row.getInt("embedding"),
        row.getInt("stored"),
        row.getInt("failed"),
        row.getInt("quarantined"),
        row.getLong("memories"),
        open > 0 ? Optional.empty() : Optional.ofNullable(updated).map(Timestamp::toInstant));
  }

  /** Items of a batch in their order, all or those in a state. */
  public List<BatchProgress.Item> items(
      UUID tenantId, UUID batchId, Optional<IngestStatus.State> state, int after, int limit) {
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(ITEMS)
                .bind("tenant", tenantId)
                .bind("batch", batchId)
                .bind("state", state.map(each -> each.name().toLowerCase(Locale.ROOT)).orElse(null))
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> item(row))
                .list());
  }

  static BatchProgress.Item item(ResultSet row) throws SQLException {
    return new BatchProgress.Item(
        row.getInt("item"),
        row.getString("filename"),
        IngestStatus.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("memories"),
        Optional.ofNullable(row.getString("reason")),
        row.getTimestamp("updated_at").toInstant());
  }

  /** Everything that the tenant's intake accepted before this moment is searchable. */
  public Watermark watermark(UUID tenantId) {
    Instant now = clock.instant();
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(WATERMARK)
                .bind("tenant", tenantId)
                .map(
                    (row, context) ->
                        new Watermark(
                            Optional.ofNullable(row.getTimestamp("since"))
                                .map(Timestamp::toInstant)
                                .orElse(now),
                            row.getLong("waiting")))
                .one());
  }

  /** Since when something waits, of the tenants that are furthest behind. */
  public Map<UUID, Instant> behind() {
    List<Map.Entry<UUID, Instant>> all = new ArrayList<>();
    database.visit(WHAT, place -> all.addAll(behind(place)));
    Map<UUID, Instant> behind = new LinkedHashMap<>();
    all.stream()
        .sorted(Map.Entry.comparingByValue())
        .limit(MOST_TENANTS)
        .forEach(entry -> behind.put(entry.getKey(), entry.getValue()));
    return behind;
  }

  private static List<Map.Entry<UUID, Instant>> behind(Place place) {
    return place.asSystem(
        handle ->
            handle
                .createQuery(BEHIND)
                .bind("limit", MOST_TENANTS)
                .map(
                    (row, context) ->
                        Map.entry(
                            row.getObject("tenant_id", UUID.class),
                            row.getTimestamp("since").toInstant()))
                .list());
  }

  /** What is on its way of all tenants. */
  public Open open() {
    AtomicReference<Open> open = new AtomicReference<>(Open.NONE);
    database.visit(WHAT, place -> open.set(open.get().plus(open(place))));
    return open.get();
  }

  private static Open open(Place place) {
    return place.asSystem(
        handle ->
            handle
                .createQuery(WAITING)
                .map(
                    (row, context) ->
                        new Open(
                            row.getLong("waiting"),
                            Optional.ofNullable(row.getTimestamp("since"))
                                .map(Timestamp::toInstant)))
                .one());
  }
}
