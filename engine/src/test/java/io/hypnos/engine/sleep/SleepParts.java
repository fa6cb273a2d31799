package io.hypnos.engine.sleep;

import io.hypnos.engine.Engine;
import io.hypnos.engine.consolidation.NeighbourGraph;
import io.hypnos.engine.memory.MemoryStore;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import io.hypnos.settings.SleepSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A sleeper whose worker works, and dies, only when the test says so. */
final class SleepParts implements AutoCloseable {
  private final Engine engine;
  private final ConsolidationRuns runs;
  private final RunQueue queue;
  private final SleepSettings settings;

  private SleepParts(Engine engine, SleepSettings settings) {
    this.engine = engine;
    this.settings = settings;
    this.queue = new RunQueue(engine.database(), settings, Clock.systemUTC());
    this.runs =
        new ConsolidationRuns(
            engine.database(),
            new SpaceAccess(),
            new RunStore(),
            null,
            run -> {},
            settings,
            UUID::randomUUID,
            Clock.systemUTC());
  }

  static SleepParts of(Engine engine, HypnosSettings stack) {
    HypnosSettings all =
        Settings.with(
            stack, Map.of("sleep.lease", "1s", "sleep.attempts", "5", "sleep.node-limit", "0"));
    return new SleepParts(engine, all.sleep());
  }

  /** For the cluster, so that no node takes it up by itself. */
  Requested ask(Caller caller, String space, boolean dry) {
    return runs.request(
        caller, SleepRequest.consolidation(space, runs.usual()).asDry(dry).by("test"));
  }

  Run request(Caller caller, String space) {
    return ask(caller, space, false).run();
  }

  /** Everything is written, and then the process is gone before it can commit. */
  void dieWhileApplying(Run run) {
    RunQueue.Leased leased =
        queue
            .take(
                Run.Where.CLUSTER, new RunQueue.Named(run.tenantId(), run.id()), UUID.randomUUID())
            .orElseThrow();
    Cut cut = new CutReader(engine.database()).read(run, run.createdAt());
    VectorReader reader = new VectorReader(engine.database(), new MemoryStore());
    Working working = (phase, done, total) -> {};
    NeighbourGraph graph = new GraphMaker(reader, settings.block()).make(cut, working);
    Plan plan = new Plan();
    new PrototypePhase(reader, PrototypeWording.EXTRACTIVE)
        .plan(
            run,
            new Gathering(cut, graph),
            new ClusterPhase(reader).find(new Gathering(cut, graph), run.parameters(), plan),
            plan,
            working);
    RunApply apply =
        new RunApply(
            engine.database(),
            engine.memories().rewriter(),
            engine.knowledge().triples(),
            engine.knowledge().tasks(),
            new ReadMarks(engine.database()),
            new RunEnd(),
            Clock.systemUTC());
    engine
        .database()
        .inTenant(
            run.tenantId(),
            handle -> {
              apply.applyWithin(handle, leased, cut, plan, run.createdAt());
              throw new Died();
            });
  }

  /** What a worker of the cluster does that comes by after the lease has run out. */
  void finish(Run run, Duration patience) {
    ClusterSleep cluster = engine.sleeper().cluster();
    String model = engine.embedding().modelId();
    Awaitility.await()
        .atMost(patience)
        .until(
            () ->
                cluster.finish(
                    run.tenantId(),
                    run.id(),
                    cluster.compare(run.tenantId(), run.space(), model, 0, 0, 1)));
  }

  @Override
  public void close() {
    // The engine is the test's.
  }
}
