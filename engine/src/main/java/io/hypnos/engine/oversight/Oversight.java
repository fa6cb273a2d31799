package io.hypnos.engine.oversight;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.database.Placed;
import io.hypnos.engine.hygiene.SpaceHealth;
import io.hypnos.engine.oversight.TenantUsage.Tokens;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/**
 * Figures over all tenants. What lies in an own database is counted there; while one is away, it
 * counts for nothing.
 */
public final class Oversight {
  private static final String HEALTH =
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
        WHERE state <> 'forgotten') AS kept
      """;

  private static final String WHAT = "figures";

  private static final String SIZES =
      """
      SELECT t.tenant_id, t.name,
             (SELECT coalesce(sum(octet_length(m.content) + octet_length(m.embedding)), 0)
              FROM memory m WHERE m.tenant_id = t.tenant_id) AS database_bytes,
             (SELECT coalesce(sum(a.size), 0)
              FROM attachment a WHERE a.tenant_id = t.tenant_id) AS file_bytes
      FROM tenant t
      WHERE t.state = 'active'
      ORDER BY t.created_at, t.tenant_id
      """;

  private static final String SPEND =
      """
      SELECT tenant_id, purpose, sum(prompt_tokens) AS tokens_in, sum(answer_tokens) AS tokens_out,
             sum(cost_micros) AS cost
      FROM llm_spend
      WHERE day > :after
      GROUP BY tenant_id, purpose
      """;

  private static final String SIGNUPS =
      """
      SELECT (t.created_at AT TIME ZONE 'UTC')::date::text AS day, count(*) AS signups,
             count(*) FILTER (WHERE EXISTS (SELECT 1 FROM memory m
                                            WHERE m.tenant_id = t.tenant_id)) AS activated
      FROM tenant t
      WHERE t.created_at > :since
        AND NOT EXISTS (SELECT 1 FROM room r WHERE r.tenant_id = t.tenant_id)
      GROUP BY 1
      ORDER BY 1
      """;

  private final Database database;
  private final Clock clock;

  public Oversight(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** How all memories are, in numbers. */
  public SpaceHealth health(Duration staleAfter) {
    Instant now = clock.instant();
    AtomicReference<SpaceHealth> health = new AtomicReference<>(SpaceHealth.NONE);
    database.visit(WHAT, place -> health.set(health.get().plus(health(place, now, staleAfter))));
    return health.get();
  }

  private static SpaceHealth health(Place place, Instant now, Duration staleAfter) {
    return place.asSystem(
        handle ->
            handle
                .createQuery(HEALTH)
                .bind("now", Timestamp.from(now))
                .bind("before", Timestamp.from(now.minus(staleAfter)))
                .map(
                    (row, context) ->
                        new SpaceHealth(
                            row.getLong("total"),
                            row.getLong("current"),
                            row.getLong("archived"),
                            row.getLong("pinned"),
                            row.getLong("stale"),
                            row.getLong("expired"),
                            row.getLong("superseded"),
                            Map.of()))
                .one());
  }

  /** What each tenant keeps now, and what it has used of language models in the last days. */
  public List<TenantUsage> usage(int days) {
    Map<UUID, Map<String, Tokens>> tokens = new HashMap<>();
    Map<UUID, Long> costs = new HashMap<>();
    Map<UUID, Sizes> sizes = new LinkedHashMap<>();
    database.visit(
        WHAT,
        place -> {
          List<Sizes> here = sizes(place);
          if (place.isOperators()) {
            here.forEach(each -> sizes.put(each.tenantId(), each));
          } else {
            // Which tenants there are the operator's database says.
            here.forEach(
                each -> sizes.computeIfPresent(each.tenantId(), (id, home) -> home.plus(each)));
          }
        });
    database.<Void>asSystem(
        handle -> {
          readSpend(handle, days, tokens, costs);
          return null;
        });
    return sizes.values().stream()
        .map(
            each ->
                new TenantUsage(
                    each.tenantId(),
                    each.name(),
                    each.databaseBytes(),
                    each.fileBytes(),
                    tokens.getOrDefault(each.tenantId(), Map.of()),
                    costs.getOrDefault(each.tenantId(), 0L)))
        .toList();
  }

  private record Sizes(UUID tenantId, String name, long databaseBytes, long fileBytes) {
    Sizes plus(Sizes own) {
      return new Sizes(
          tenantId, name, databaseBytes + own.databaseBytes, fileBytes + own.fileBytes);
    }
  }

  private static List<Sizes> sizes(Place place) {
    return place.asSystem(
        handle ->
            handle
                .createQuery(SIZES)
                .map(
                    (row, context) ->
                        new Sizes(
                            row.getObject("tenant_id", UUID.class),
                            row.getString("name"),
                            row.getLong("database_bytes"),
                            row.getLong("file_bytes")))
                .list());
  }

  private void readSpend(
      Handle handle, int days, Map<UUID, Map<String, Tokens>> tokens, Map<UUID, Long> costs) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    handle
        .createQuery(SPEND)
        .bind("after", Date.valueOf(today.minusDays(days)))
        .map(
            (row, context) -> {
              UUID tenant = row.getObject("tenant_id", UUID.class);
              tokens
                  .computeIfAbsent(tenant, none -> new HashMap<>())
                  .put(
                      row.getString("purpose"),
                      new Tokens(row.getLong("tokens_in"), row.getLong("tokens_out")));
              return costs.merge(tenant, row.getLong("cost"), Long::sum);
            })
        .list();
  }

  /** The tenants that came in the last days. */
  public Signups signups(int days) {
    Instant since = clock.instant().minus(Duration.ofDays(days));
    List<NewTenants> home = database.asSystem(handle -> newTenants(handle, since));
    // Whether a tenant has begun is seen where its memories lie; that it came, at home.
    long activated =
        Placed.sum(
            database,
            WHAT,
            place ->
                (place.isOperators() ? home : place.asSystem(handle -> newTenants(handle, since)))
                    .stream().mapToLong(NewTenants::activated).sum());
    Map<String, Long> byDay = new LinkedHashMap<>();
    home.forEach(each -> byDay.put(each.day(), each.signups()));
    return new Signups(byDay.values().stream().mapToLong(Long::longValue).sum(), activated, byDay);
  }

  private record NewTenants(String day, long signups, long activated) {}

  private static List<NewTenants> newTenants(Handle handle, Instant since) {
    return handle
        .createQuery(SIGNUPS)
        .bind("since", Timestamp.from(since))
        .map(
            (row, context) ->
                new NewTenants(
                    row.getString("day"), row.getLong("signups"), row.getLong("activated")))
        .list();
  }
}
