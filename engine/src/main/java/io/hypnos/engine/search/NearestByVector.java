package io.hypnos.engine.search;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.NearestMemories;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import io.hypnos.engine.visibility.Visibility;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  /** A proposal may be gone by now, so a few are asked for. */
  private static final int PROPOSALS = 3;

  private final Database database;
  private final MemoryIndex index;
  private final Visibilities visibilities;
  private final Candidates memories;

  public NearestByVector(
      Database database, MemoryIndex index, Visibilities visibilities, Clock clock) {
    this.database = database;
    this.index = index;
    this.visibilities = visibilities;
    this.memories = new Candidates(clock);
  }

  @Override
  public Proposals propose(Caller caller, List<Probe> probes) {
    Set<String> spaces = new TreeSet<>();
    probes.forEach(probe -> spaces.add(probe.space()));
    Visibility visibility =
        database.inTenant(
            caller.tenantId(),
            handle ->
                visibilities.resolve(
                    handle,
                    Viewer.of(caller),
                    Optional.of(List.copyOf(spaces)),
                    History.NONE,
                    Optional.empty()));
    List<List<UUID>> proposed = proposed(visibility, probes);
    return handle -> nearest(handle, visibility, spaces, probes, proposed);
  }

  private List<List<UUID>> proposed(Visibility visibility, List<Probe> probes) {
    try {
      return index.nearest(visibility, probes, PROPOSALS);
    } catch (HypnosException e) {
      LOG.warn("novelty is judged by recent writes only: {}", e.getMessage());
      return probes.stream().map(probe -> List.<UUID>of()).toList();
    }
  }

  private List<Optional<Nearest>> nearest(
      Handle handle,
      Visibility visibility,
      Set<String> spaces,
      List<Probe> probes,
      List<List<UUID>> proposed) {
    Map<String, List<Candidate>> recent = new HashMap<>();
    Map<UUID, Candidate> known = new HashMap<>();
    for (String space : spaces) {
      List<Candidate> candidates = memories.recent(handle, visibility, space);
      recent.put(space, candidates);
      candidates.forEach(each -> known.put(each.id(), each));
    }
    Set<UUID> unknown = new HashSet<>();
    proposed.forEach(unknown::addAll);
    unknown.removeAll(known.keySet());
    memories
        .standing(handle, visibility, unknown)
        .forEach(candidate -> known.put(candidate.id(), candidate));
    List<Optional<Nearest>> nearest = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      List<Candidate> candidates = new ArrayList<>(recent.get(probes.get(i).space()));
      proposed.get(i).stream().filter(known::containsKey).map(known::get).forEach(candidates::add);
      nearest.add(best(probes.get(i), candidates));
    }
    return nearest;
  }

  private static Optional<Nearest> best(Probe probe, List<Candidate> candidates) {
    Nearest best = null;
    for (Candidate candidate : candidates) {
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
