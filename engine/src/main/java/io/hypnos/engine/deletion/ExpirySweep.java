package io.hypnos.engine.deletion;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.memory.MemoryRemover;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.visibility.Viewer;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Deletes memories whose time is over, with their files and edges. Searches do not show them from
 * that moment on; this gives the room back.
 */
public final class ExpirySweep {
  private static final int PAGE = 500;
  private static final String REQUEST = "expiry-sweep";

  private static final String EXPIRED =
      """
      SELECT m.tenant_id, m.memory_id
      FROM memory m
      JOIN tenant t ON t.tenant_id = m.tenant_id AND t.state = 'active'
      WHERE m.expires_at <= :now AND m.state <> 'forgotten'
      ORDER BY m.tenant_id, m.memory_id
      LIMIT :limit
      """;

  private final Database database;
  private final MemoryRemover remover;
  private final Clock clock;

  public ExpirySweep(Database database, MemoryRemover remover, Clock clock) {
    this.database = database;
    this.remover = remover;
    this.clock = clock;
  }

  /** Deletes some and says whether there are more. */
  public boolean runOnce() {
    AtomicBoolean more = new AtomicBoolean();
    database.visit("expiry", place -> more.compareAndSet(false, sweep(place)));
    return more.get();
  }

  private boolean sweep(Place place) {
    Map<UUID, List<UUID>> expired = new LinkedHashMap<>();
    place.<Void>asSystem(
        handle -> {
          handle
              .createQuery(EXPIRED)
              .bind("now", Timestamp.from(clock.instant()))
              .bind("limit", PAGE)
              .map(
                  (row, context) ->
                      Map.entry(
                          row.getObject("tenant_id", UUID.class),
                          row.getObject("memory_id", UUID.class)))
              .forEach(
                  each ->
                      expired
                          .computeIfAbsent(each.getKey(), none -> new ArrayList<>())
                          .add(each.getValue()));
          return null;
        });
    int removed = 0;
    int found = 0;
    for (Map.Entry<UUID, List<UUID>> each : expired.entrySet()) {
      Caller nobody = new Caller(each.getKey(), Optional.empty(), Plan.UNLIMITED, REQUEST);
      found += each.getValue().size();
      removed +=
          remover
              .delete(
                  nobody, Viewer.ofTenant(each.getKey()), each.getValue(), MemoryRemover.Trace.NONE)
              .removed();
    }
    return found == PAGE && removed > 0;
  }
}
