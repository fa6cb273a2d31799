package io.hypnos.engine.sleep;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.database.PlacedPage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Spaces that have changed since a sleep last left them, across all tenants. For the schedule. */
public final class ChangedSpaces {
  private static final String PAGE =
      """
      SELECT s.tenant_id, s.space
      FROM space AS s
      JOIN tenant AS t ON t.tenant_id = s.tenant_id AND t.state = 'active'
      WHERE (s.tenant_id, s.space) > (:tenant, :space)
        AND s.memory_count > 0
        AND NOT EXISTS (
          SELECT 1
          FROM run AS r
          WHERE r.tenant_id = s.tenant_id AND r.space = s.space AND NOT r.dry
            AND (r.state IN ('requested', 'running')
                 OR (r.state = 'done' AND r.space_version = s.version AND r.trigger = 'schedule')))
      ORDER BY s.tenant_id, s.space
      LIMIT :limit
      """;

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final Database database;

  ChangedSpaces(Database database) {
    this.database = database;
  }

  /** A space of a tenant. */
  public record ChangedSpace(UUID tenantId, String space) {}

  /** A page in the order of tenants and names, after the last one of the page before. */
  public List<ChangedSpace> after(Optional<ChangedSpace> last, int limit) {
    return PlacedPage.of(
        database,
        "changed spaces",
        last.map(ChangedSpace::tenantId).orElse(BEFORE_ALL),
        limit,
        ChangedSpace::tenantId,
        place -> page(place, last, limit));
  }

  private static List<ChangedSpace> page(Place place, Optional<ChangedSpace> last, int limit) {
    return place.asSystem(
        handle ->
            handle
                .createQuery(PAGE)
                .bind("tenant", last.map(ChangedSpace::tenantId).orElse(BEFORE_ALL))
                .bind("space", last.map(ChangedSpace::space).orElse(""))
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new ChangedSpace(
                            row.getObject("tenant_id", UUID.class), row.getString("space")))
                .list());
  }
}
