package io.hypnos.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The engines of this process, one per settings: all subtasks share one connection pool, one model
 * and one reader process. The last operator that leaves closes its engine.
 */
final class SharedEngines {
  private static final Map<Map<String, String>, Shared> OPEN = new HashMap<>();

  private SharedEngines() {}

  static synchronized EngineLease lease(
      Map<String, String> settings, Supplier<IngestEngine> opener) {
    Shared shared = OPEN.computeIfAbsent(settings, ignored -> new Shared(opener.get()));
    shared.leases++;
    return new EngineLease(shared.engine, () -> giveBack(settings, shared));
  }

  private static synchronized void giveBack(Map<String, String> settings, Shared shared) {
    shared.leases--;
    if (shared.leases == 0) {
      OPEN.remove(settings);
      shared.engine.close();
    }
  }

  private static final class Shared {
    private final IngestEngine engine;
    private int leases;

    Shared(IngestEngine engine) {
      this.engine = engine;
    }
  }
}
