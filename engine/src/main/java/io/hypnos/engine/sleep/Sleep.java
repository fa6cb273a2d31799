package io.hypnos.engine.sleep;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.extraction.Extractor;
import io.hypnos.engine.extraction.Extractors;
import io.hypnos.engine.memory.Memories;
import io.hypnos.engine.memory.MemoryStore;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.task.Tasks;
import io.hypnos.engine.triple.Triples;
import io.hypnos.settings.SleepSettings;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sleep, put together: what callers ask of it and what works on it. */
public final class Sleep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sleep.class);
  private static final int SECONDS_TO_CLOSE = 10;

  private final ConsolidationRuns runs;
  private final RunExecutor executor;
  private final RunQueue queue;
  private final RunAnnouncer announcer;
  private final ClusterSleep cluster;
  private final ChangedSpaces changedSpaces;
  private final ExecutorService awake;

  /** What sleep stands on. */
  public record Parts(
      Database database,
      Memories memories,
      MemoryStore store,
      Triples triples,
      Tasks tasks,
      EmbeddingModel embedding,
      Extractor extractor,
      PrototypeWording wording,
      SleepSettings settings,
      RequestSender sender,
      Supplier<UUID> ids,
      Clock clock) {}

  public Sleep(Parts parts) {
    Database database = parts.database();
    RunStore store = new RunStore();
    ReadMarks marks = new ReadMarks(database);
    VectorReader reader = new VectorReader(database, parts.store());
    queue = new RunQueue(database, parts.settings(), parts.clock());
    CutReader cuts = new CutReader(database);
    GraphMaker graphs = new GraphMaker(reader, parts.settings().block());
    PlanMaker plans =
        new PlanMaker(
            database,
            new LastSleep(database),
            new CopiesPhase(reader),
            new FactPhase(reader, marks, Extractors.rules(), parts.extractor()),
            new ClusterPhase(reader),
            new PrototypePhase(reader, parts.wording()),
            new PromotePhase(reader, parts.embedding()));
    RunApply apply =
        new RunApply(
            database,
            parts.memories().rewriter(),
            parts.triples(),
            parts.tasks(),
            marks,
            new RunEnd(),
            parts.clock());
    executor =
        new RunExecutor(
            database,
            queue,
            cuts,
            graphs,
            plans,
            apply,
            parts.memories().rewriter(),
            parts.ids(),
            parts.clock());
    announcer = new RunAnnouncer(queue, parts.sender(), parts.clock());
    changedSpaces = new ChangedSpaces(database);
    awake =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "hypnos-sleep");
              thread.setDaemon(true);
              return thread;
            });
    SpaceAccess access = new SpaceAccess();
    runs =
        new ConsolidationRuns(
            database,
            access,
            store,
            new RunUndo(
                database,
                access,
                store,
                parts.memories().rewriter(),
                parts.triples(),
                parts.tasks(),
                marks,
                parts.clock()),
            this::wake,
            parts.settings(),
            parts.ids(),
            parts.clock());
    cluster =
        new ClusterSleep(
            runs,
            executor,
            new BlockReader(database, parts.clock()),
            new RunSizes(database, store),
            parts.settings().block(),
            database::isAway);
  }

  public ConsolidationRuns runs() {
    return runs;
  }

  /** Spaces that changed since their last sleep. */
  public ChangedSpaces changedSpaces() {
    return changedSpaces;
  }

  /** Works on the oldest open run of this node, and says whether there was one. */
  public boolean runOnce() {
    return executor.runOnce();
  }

  /** Tells the cluster of runs that wait for it; never more at once. */
  public boolean announceOnce() {
    return announcer.runOnce();
  }

  /** Removes runs that ended long ago. */
  public boolean forgetOld() {
    return queue.forgetOld() > 0;
  }

  /** The steps of a run that several machines share. */
  public ClusterSleep cluster() {
    return cluster;
  }

  private void wake(Run run) {
    if (run.where() != Run.Where.NODE || run.hasEnded()) {
      return;
    }
    try {
      awake.execute(this::work);
    } catch (RejectedExecutionException e) {
      LOG.debug("run {} waits for another node: this one is closing", run.id());
    }
  }

  private void work() {
    try {
      while (!awake.isShutdown() && executor.runOnce()) {
        LOG.debug("looking for another run");
      }
    } catch (RuntimeException e) {
      LOG.warn("runs wait for the next look: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    awake.shutdown();
    try {
      if (!awake.awaitTermination(SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
        awake.shutdownNow();
      }
    } catch (InterruptedException e) {
      awake.shutdownNow();
      Thread.currentThread().interrupt();
    }
    executor.close();
  }
}
