package io.hypnos.engine.oversight;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.hygiene.SpaceHealth;
import io.hypnos.engine.oversight.TenantUsage.Tokens;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Figures over all tenants. */
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
    return database.asSystem(
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
    return database.asSystem(
        handle -> {
          Map<UUID, Map<String, Tokens>> tokens = new HashMap<>();
          Map<UUID, Long> costs = new HashMap<>();
          readSpend(handle, days, tokens, costs);
          return handle
              .createQuery(SIZES)
              .map(
                  (row, context) -> {
                    UUID tenant = row.getObject("tenant_id", UUID.class);
                    return new TenantUsage(
                        tenant,
                        row.getString("name"),
                        row.getLong("database_bytes"),
                        row.getLong("file_bytes"),
                        tokens.getOrDefault(tenant, Map.of()),
                        costs.getOrDefault(tenant, 0L));
                  })
              .list();
        });
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
    Map<String, Long> byDay = new LinkedHashMap<>();
    List<Long> activated = new ArrayList<>();
    database.<Void>asSystem(
        handle -> {
          handle
              .createQuery(SIGNUPS)
              .bind("since", Timestamp.from(clock.instant().minus(Duration.ofDays(days))))
              .map(
                  (row, context) -> {
                    byDay.put(row.getString("day"), row.getLong("signups"));
                    return row.getLong("activated");
                  })
              .forEach(activated::add);
          return null;
        });
    return new Signups(
        byDay.values().stream().mapToLong(Long::longValue).sum(),
        activated.stream().mapToLong(Long::longValue).sum(),
        byDay);
  }
}
