package io.hypnos.engine.hygiene;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.memory.Listing;
import io.hypnos.engine.memory.Memories;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryRemover;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Looks after spaces. What it takes away or archives, it has shown before. */
public final class Hygiene {
  private static final int COMPARED = 500;
  private static final int PAGE = 500;

  private static final String COUNT =
      """
      SELECT count(*) AS total,
             count(*) FILTER (WHERE current) AS current,
             count(*) FILTER (WHERE archived_at IS NOT NULL) AS archived,
             count(*) FILTER (WHERE pinned) AS pinned,
             count(*) FILTER (WHERE current AND NOT pinned AND updated_at < :before) AS stale,
             count(*) FILTER (WHERE expired) AS expired,
             count(*) FILTER (WHERE state = 'superseded') AS superseded
      FROM (
        SELECT state, archived_at, pinned, updated_at,
               coalesce(expires_at <= :now, false) AS expired,
               state = 'live' AND archived_at IS NULL AND coalesce(expires_at > :now, true)
                 AS current
        FROM memory
        WHERE tenant_id = :tenant AND (:space::text IS NULL OR space = :space)
          AND state <> 'forgotten') AS kept
      """;

  private static final String CATEGORIES =
      """
      SELECT coalesce(category, 'other') AS category, count(*) AS memories
      FROM memory
      WHERE tenant_id = :tenant AND space = :space AND state = 'live' AND archived_at IS NULL
        AND coalesce(expires_at > :now, true)
      GROUP BY coalesce(category, 'other')
      """;

  private static final String STATS =
      """
      SELECT (SELECT count(*) FROM space WHERE tenant_id = :tenant) AS spaces,
             count(*) FILTER (WHERE state = 'live' AND archived_at IS NULL
                                AND coalesce(expires_at > :now, true)) AS memories,
             coalesce(sum(octet_length(content)), 0)
               + (SELECT coalesce(sum(size), 0) FROM attachment WHERE tenant_id = :tenant)
               AS bytes,
             count(*) FILTER (WHERE recorded_at > :week) AS in_week,
             count(*) FILTER (WHERE recorded_at > :month) AS in_month
      FROM memory
      WHERE tenant_id = :tenant AND state <> 'forgotten'
      """;

  private static final String STALE =
      """
      SELECT memory_id
      FROM memory
      WHERE tenant_id = :tenant AND space = :space AND state = 'live' AND archived_at IS NULL
        AND coalesce(expires_at > :now, true) AND NOT pinned AND updated_at < :before
      ORDER BY memory_id
      """;

  private final Database database;
  private final Memories memories;
  private final Clock clock;

  public Hygiene(Database database, Memories memories, Clock clock) {
    this.database = database;
    this.memories = memories;
    this.clock = clock;
  }

  /**
   * Counts a space, or all of a tenant.
   *
   * @param staleAfter how long nothing changes before something is stale
   */
  public SpaceHealth health(UUID tenantId, Optional<String> space, Duration staleAfter) {
    Instant now = clock.instant();
    return database.inTenant(
        tenantId,
        handle -> {
          Map<String, Long> categories =
              space.map(name -> categories(handle, tenantId, name, now)).orElse(Map.of());
          return handle
              .createQuery(COUNT)
              .bind("tenant", tenantId)
              .bind("space", space.orElse(null))
              .bind("now", Timestamp.from(now))
              .bind("before", Timestamp.from(now.minus(staleAfter)))
              .map((row, context) -> health(row, categories))
              .one();
        });
  }

  private static SpaceHealth health(ResultSet row, Map<String, Long> categories)
      throws SQLException {
    return new SpaceHealth(
        row.getLong("total"),
        row.getLong("current"),
        row.getLong("archived"),
        row.getLong("pinned"),
        row.getLong("stale"),
        row.getLong("expired"),
        row.getLong("superseded"),
        categories);
  }

  private static Map<String, Long> categories(
      Handle handle, UUID tenantId, String space, Instant now) {
    Map<String, Long> categories = new HashMap<>();
    handle
        .createQuery(CATEGORIES)
        .bind("tenant", tenantId)
        .bind("space", space)
        .bind("now", Timestamp.from(now))
        .map((row, context) -> Map.entry(row.getString("category"), row.getLong("memories")))
        .forEach(each -> categories.put(each.getKey(), each.getValue()));
    return categories;
  }

  /** Counts what a tenant keeps, whoever may see it. */
  public TenantStats stats(UUID tenantId) {
    Instant now = clock.instant();
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(STATS)
                .bind("tenant", tenantId)
                .bind("now", Timestamp.from(now))
                .bind("week", Timestamp.from(now.minus(Duration.ofDays(7))))
                .bind("month", Timestamp.from(now.minus(Duration.ofDays(30))))
                .map(
                    (row, context) ->
                        new TenantStats(
                            row.getLong("spaces"),
                            row.getLong("memories"),
                            row.getLong("bytes"),
                            row.getLong("in_week"),
                            row.getLong("in_month")))
                .one());
  }

  /** Those of the latest memories of a space that say the same, by the cosine of their vectors. */
  public List<Duplicates> duplicates(Viewer viewer, String space, double threshold) {
    Listing latest =
        new Listing(
            Optional.of(List.of(space)),
            History.NONE,
            MemoryFilter.NONE,
            Listing.Order.NEWEST,
            COMPARED,
            0);
    return DuplicateSearch.in(memories.reader().list(viewer, latest), threshold);
  }

  /** Deletes what is there twice and says how many memories went; what was pinned stays. */
  public int removeDuplicates(Caller caller, List<Duplicates> found) {
    List<UUID> going =
        found.stream().flatMap(each -> each.others().stream()).map(Memory::id).toList();
    return going.isEmpty()
        ? 0
        : memories
            .remover()
            .delete(
                caller,
                Viewer.of(caller),
                going,
                MemoryRemover.Trace.NONE,
                memory -> !memory.life().pinned() && !memory.life().isArchived())
            .removed();
  }

  /** What nobody has changed for a while, and nobody has pinned. */
  public List<UUID> stale(UUID tenantId, String space, Duration staleAfter) {
    Instant now = clock.instant();
    return database.inTenant(
        tenantId,
        handle ->
            handle
                .createQuery(STALE)
                .bind("tenant", tenantId)
                .bind("space", space)
                .bind("now", Timestamp.from(now))
                .bind("before", Timestamp.from(now.minus(staleAfter)))
                .mapTo(UUID.class)
                .list());
  }

  /** Archives memories and says how many; what was pinned meanwhile stays. */
  public int archive(Caller caller, List<UUID> ids) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    int archived = 0;
    for (int from = 0; from < ids.size(); from += PAGE) {
      List<UUID> page = ids.subList(from, Math.min(ids.size(), from + PAGE));
      archived +=
          (int)
              memories
                  .editor()
                  .changeAll(
                      caller,
                      Viewer.of(caller),
                      page,
                      "memory.archive",
                      memory ->
                          memory.life().pinned() || memory.life().isArchived()
                              ? memory
                              : memory.withLife(memory.life().withArchivedAt(Optional.of(now))))
                  .stream()
                  .filter(memory -> memory.life().isArchived())
                  .count();
    }
    return archived;
  }
}
