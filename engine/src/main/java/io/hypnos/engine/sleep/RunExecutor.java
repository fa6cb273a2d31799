package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.NeighbourGraph;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryRewriter;
import io.hypnos.engine.memory.MemoryRewriter.Traces;
import io.hypnos.engine.sleep.RunQueue.Leased;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on runs, one at a time. What is done to a space is done in {@link RunApply} alone. */
final class RunExecutor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunExecutor.class);
  private static final String INTERNAL = "an internal error, see the log of the server";

  private final Database database;
  private final RunQueue queue;
  private final CutReader cuts;
  private final GraphMaker graphs;
  private final PlanMaker plans;
  private final RunApply apply;
  private final MemoryRewriter rewriter;
  private final Supplier<UUID> ids;
  private final Clock clock;
  private final ScheduledExecutorService beats;

  RunExecutor(
      Database database,
      RunQueue queue,
      CutReader cuts,
      GraphMaker graphs,
      PlanMaker plans,
      RunApply apply,
      MemoryRewriter rewriter,
      Supplier<UUID> ids,
      Clock clock) {
    this.database = database;
    this.queue = queue;
    this.cuts = cuts;
    this.graphs = graphs;
    this.plans = plans;
    this.apply = apply;
    this.rewriter = rewriter;
    this.ids = ids;
    this.clock = clock;
    this.beats =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "hypnos-sleep-beat");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** How the neighbours of a cut are found. */
  @FunctionalInterface
  interface Neighbourhood {
    NeighbourGraph of(Cut cut, Working working);
  }

  /** Works on the oldest open run of this node, if there is one, and says whether there was. */
  boolean runOnce() {
    Optional<Leased> taken = queue.take(Run.Where.NODE, ids.get());
    taken.ifPresent(leased -> work(leased, graphs::make));
    return taken.isPresent();
  }

  /** Works on a run of the cluster if nobody else does. */
  void run(RunQueue.Named only, Neighbourhood neighbourhood) {
    queue.take(Run.Where.CLUSTER, only, ids.get()).ifPresent(leased -> work(leased, neighbourhood));
  }

  private void work(Leased leased, Neighbourhood neighbourhood) {
    Beat working = new Beat(leased, queue);
    long beat = Math.max(1, queue.beat().toMillis());
    ScheduledFuture<?> beating =
        beats.scheduleAtFixedRate(working::beat, beat, beat, TimeUnit.MILLISECONDS);
    UUID id = leased.run().id();
    try {
      Traces traces = carriedOut(leased, neighbourhood, working);
      rewriter.project(database, leased.run().tenantId(), traces);
    } catch (RunLostException e) {
      LOG.info("run {} was called off or taken over", id);
    } catch (HypnosException e) {
      LOG.warn("run {} failed: {}", id, e.getMessage());
      queue.failed(leased, e.getMessage(), e.code().retryable());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("run {} failed", id, e);
      queue.failed(leased, INTERNAL, true);
    } finally {
      beating.cancel(false);
    }
  }

  private Traces carriedOut(Leased leased, Neighbourhood neighbourhood, Beat working) {
    Run run = leased.run();
    working.at(Phase.REPLAY, 0, 0);
    Cut cut = cuts.read(run, clock.instant());
    Set<Phase> phases = plans.phases(run, cut);
    NeighbourGraph graph =
        PlanMaker.needsNeighbours(phases) && cut.size() > 0
            ? neighbourhood.of(cut, working)
            : NeighbourGraph.without(cut.size());
    Plan plan = plans.make(run, cut, phases, graph, working);
    working.at(Phase.CONSOLIDATE, 0, 1);
    return apply.apply(leased, cut, plan);
  }

  /** A run in work; its lease is kept alive from another thread. */
  private static final class Beat implements Working {
    private final Leased leased;
    private final RunQueue queue;
    private final AtomicBoolean lost = new AtomicBoolean();

    Beat(Leased leased, RunQueue queue) {
      this.leased = leased;
      this.queue = queue;
    }

    void beat() {
      try {
        if (!queue.extend(leased)) {
          lost.set(true);
        }
      } catch (RuntimeException e) {
        // The next beat may reach the database; if none does, the lease runs out.
        LOG.debug("run {}: a beat was missed", leased.run().id(), e);
      }
    }

    @Override
    public void at(Phase phase, long done, long total) {
      if (lost.get() || !queue.progress(leased, phase, done, total)) {
        throw new RunLostException(leased.run().id());
      }
    }
  }

  @Override
  public void close() {
    beats.shutdownNow();
  }
}
