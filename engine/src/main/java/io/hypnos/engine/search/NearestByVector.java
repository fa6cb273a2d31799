package io.hypnos.engine.search;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryMapper;
import io.hypnos.engine.memory.NearestMemories;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.SqlVisibility;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import io.hypnos.engine.visibility.Visibility;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The most similar memory of a space. The index knows all but the writes of the last moment, which
 * it has not refreshed yet; those are compared straight from the record, so that no write has to
 * pay for a refresh.
 */
public final class NearestByVector implements NearestMemories {
  private static final Logger LOG = LoggerFactory.getLogger(NearestByVector.class);

  /** Longer than the index waits before it refreshes by itself. */
  private static final Duration UNREFRESHED = Duration.ofSeconds(3);

  /** Newest memories of a space that are compared one by one. */
  private static final int MOST_RECENT = 500;

  /** A proposal may be gone by now, so a few are asked for. */
  private static final int PROPOSALS = 3;

  private final Database database;
  private final MemoryIndex index;
  private final Visibilities visibilities;
  private final Clock clock;

  public NearestByVector(
      Database database, MemoryIndex index, Visibilities visibilities, Clock clock) {
    this.database = database;
    this.index = index;
    this.visibilities = visibilities;
    this.clock = clock;
  }

  @Override
  public List<Optional<Nearest>> find(Caller caller, List<Probe> probes) {
    Viewer viewer = Viewer.of(caller);
    List<String> spaces = probes.stream().map(Probe::space).distinct().toList();
    Visibility visibility =
        database.inTenant(
            caller.tenantId(),
            handle ->
                visibilities.resolve(
                    handle, viewer, Optional.of(spaces), History.NONE, Optional.empty()));
    List<List<UUID>> proposed = proposals(visibility, probes);
    Set<UUID> ids = new LinkedHashSet<>();
    proposed.forEach(ids::addAll);
    Map<String, List<Memory>> recent = new HashMap<>();
    Map<UUID, Memory> known = new HashMap<>();
    database.inTenant(
        caller.tenantId(),
        handle -> {
          for (String space : spaces) {
            recent.put(space, recent(handle, visibility, space));
          }
          byIds(handle, visibility, ids).forEach(memory -> known.put(memory.id(), memory));
          return null;
        });
    List<Optional<Nearest>> nearest = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      List<Memory> candidates = new ArrayList<>(recent.get(probes.get(i).space()));
      proposed.get(i).stream().filter(known::containsKey).map(known::get).forEach(candidates::add);
      nearest.add(best(probes.get(i), candidates));
    }
    return nearest;
  }

  private List<List<UUID>> proposals(Visibility visibility, List<Probe> probes) {
    try {
      return index.nearest(visibility, probes, PROPOSALS);
    } catch (HypnosException e) {
      LOG.warn("novelty is judged by recent writes only: {}", e.getMessage());
      return probes.stream().map(probe -> List.<UUID>of()).toList();
    }
  }

  private List<Memory> recent(Handle handle, Visibility visibility, String space) {
    Condition visible = SqlVisibility.of(visibility);
    return visible
        .bindTo(
            handle.createQuery(
                "SELECT "
                    + MemoryMapper.COLUMNS
                    + "\nFROM memory\nWHERE space = :space AND recorded_at > :since\n  AND "
                    + visible.sql()
                    + "\nORDER BY recorded_at DESC, memory_id DESC\nLIMIT :limit"))
        .bind("space", space)
        .bind("since", Timestamp.from(clock.instant().minus(UNREFRESHED)))
        .bind("limit", MOST_RECENT)
        .map(new MemoryMapper())
        .list();
  }

  private static List<Memory> byIds(Handle handle, Visibility visibility, Set<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Condition visible = SqlVisibility.of(visibility);
    return visible
        .bindTo(
            handle.createQuery(
                "SELECT "
                    + MemoryMapper.COLUMNS
                    + "\nFROM memory\nWHERE memory_id = ANY(:ids)\n  AND "
                    + visible.sql()))
        .bind("ids", ids.toArray(UUID[]::new))
        .map(new MemoryMapper())
        .list();
  }

  private static Optional<Nearest> best(Probe probe, List<Memory> candidates) {
    Nearest best = null;
    for (Memory candidate : candidates) {
      if (!candidate.space().equals(probe.space())) {
        continue;
      }
      double similarity = probe.vectors().similarity(candidate.vectors());
      if (best == null || similarity > best.similarity()) {
        best = new Nearest(candidate.id(), similarity, candidate.content());
      }
    }
    return Optional.ofNullable(best);
  }
}
