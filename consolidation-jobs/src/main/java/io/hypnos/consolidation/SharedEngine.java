package io.hypnos.consolidation;

import io.hypnos.engine.Engine;
import io.hypnos.settings.HypnosSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The engines of this process, one per settings. A space is large rarely, so an engine is opened
 * when a request comes and closed when none has for a while: a job that waits costs no memory.
 */
final class SharedEngine {
  static final SharedEngine OF_THIS_PROCESS =
      new SharedEngine(CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS));

  private final Map<Map<String, String>, Shared> open = new HashMap<>();
  private final Executor later;

  private SharedEngine(Executor later) {
    this.later = later;
  }

  synchronized EngineLease lease(Map<String, String> key, Supplier<HypnosSettings> settings) {
    Shared shared =
        open.computeIfAbsent(
            key, ignored -> new Shared(Engine.open(settings.get(), Clock.systemUTC())));
    shared.leases++;
    return new EngineLease(
        shared.engine.sleeper().cluster(),
        shared.engine.embedding().modelId(),
        () -> giveBack(key, shared));
  }

  private synchronized void giveBack(Map<String, String> key, Shared shared) {
    shared.leases--;
    int period = ++shared.periods;
    if (shared.leases == 0) {
      later.execute(() -> closeIfIdleSince(period, key, shared));
    }
  }

  private synchronized void closeIfIdleSince(int period, Map<String, String> key, Shared shared) {
    if (shared.leases == 0 && shared.periods == period) {
      open.remove(key);
      shared.engine.close();
    }
  }

  private static final class Shared {
    private final Engine engine;
    private int leases;
    private int periods;

    Shared(Engine engine) {
      this.engine = engine;
    }
  }
}
