package io.hypnos.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The engines of this process, one per settings: all subtasks share one connection pool, one model
 * and one reader process. An engine that nobody uses is closed after a while; a job that restarts
 * because a dependency is down finds it again and does not load its model every few seconds.
 */
final class SharedEngines {
  private static final SharedEngines OF_THIS_PROCESS =
      new SharedEngines(CompletableFuture.delayedExecutor(30, TimeUnit.SECONDS));

  private final Map<Map<String, String>, Shared> open = new HashMap<>();
  private final Executor later;

  /**
   * @param later runs what is given to it when an unused engine has waited long enough
   */
  SharedEngines(Executor later) {
    this.later = later;
  }

  static SharedEngines ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  synchronized EngineLease lease(Map<String, String> settings, Supplier<IngestEngine> opener) {
    Shared shared = open.computeIfAbsent(settings, ignored -> new Shared(opener.get()));
    shared.leases++;
    return new EngineLease(shared.engine, () -> giveBack(settings, shared));
  }

  private synchronized void giveBack(Map<String, String> settings, Shared shared) {
    shared.leases--;
    if (shared.leases == 0) {
      shared.idlePeriods++;
      int period = shared.idlePeriods;
      later.execute(() -> closeIfIdleSince(period, settings, shared));
    }
  }

  private synchronized void closeIfIdleSince(
      int period, Map<String, String> settings, Shared shared) {
    if (shared.leases == 0 && shared.idlePeriods == period) {
      open.remove(settings);
      shared.engine.close();
    }
  }

  private static final class Shared {
    private final IngestEngine engine;
    private int leases;
    private int idlePeriods;

    Shared(IngestEngine engine) {
      this.engine = engine;
    }
  }
}
