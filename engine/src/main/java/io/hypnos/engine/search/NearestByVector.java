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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The most similar memory of a space. The index knows all but the writes of the last moment, which
 * it has not refreshed yet; those are compared straight from the record, so that no write has to
 * pay for a refresh.
 */
public final class NearestByVector implements NearestMemories, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NearestByVector.class);

  /** A proposal may be gone by now, so a few are asked for. */
  private static final int PROPOSALS = 3;

  private static final int THREADS = 16;

  private final Database database;
  private final MemoryIndex index;
  private final Visibilities visibilities;
  private final RecentMemories memories;
  private final ThreadPoolExecutor threads;

  /** What is known before the vectors are. */
  private record Ground(Visibility visibility, Map<String, List<Candidate>> recent) {}

  public NearestByVector(
      Database database, MemoryIndex index, Visibilities visibilities, Clock clock) {
    this.database = database;
    this.index = index;
    this.visibilities = visibilities;
    this.memories = new RecentMemories(clock);
    // A caller who finds all threads busy does the work itself: nothing queues, nothing is refused.
    this.threads =
        new ThreadPoolExecutor(
            0,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            NearestByVector::thread,
            new ThreadPoolExecutor.CallerRunsPolicy());
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "novelty");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Look begin(Caller caller, Collection<String> spaces) {
    Set<String> names = new TreeSet<>(spaces);
    CompletableFuture<Ground> ground =
        CompletableFuture.supplyAsync(() -> ground(caller, names), threads);
    return probes -> proposals(joined(ground), probes);
  }

  private Ground ground(Caller caller, Set<String> spaces) {
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          Visibility visibility =
              visibilities.resolve(
                  handle,
                  Viewer.of(caller),
                  Optional.of(List.copyOf(spaces)),
                  History.NONE,
                  Optional.empty());
          Map<String, List<Candidate>> recent = new HashMap<>();
          spaces.forEach(space -> recent.put(space, memories.of(handle, visibility, space)));
          return new Ground(visibility, recent);
        });
  }

  private static Ground joined(CompletableFuture<Ground> ground) {
    try {
      return ground.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private Proposals proposals(Ground ground, List<Probe> probes) {
    List<List<UUID>> proposed = proposed(ground.visibility(), probes);
    return handle -> nearest(handle, ground, probes, proposed);
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
      Handle handle, Ground ground, List<Probe> probes, List<List<UUID>> proposed) {
    Map<UUID, Candidate> known = new HashMap<>();
    ground.recent().values().forEach(all -> all.forEach(each -> known.put(each.id(), each)));
    Set<UUID> unknown = new HashSet<>();
    proposed.forEach(unknown::addAll);
    unknown.removeAll(known.keySet());
    known.putAll(memories.standing(handle, ground.visibility(), unknown));
    List<Optional<Nearest>> nearest = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      List<Candidate> candidates = new ArrayList<>(ground.recent().get(probes.get(i).space()));
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

  @Override
  public void close() {
    threads.shutdown();
  }
}
