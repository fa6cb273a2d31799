package io.hypnos.benchmarks.sleep;

import io.hypnos.engine.Engine;
import io.hypnos.engine.consolidation.NeighbourGraph;
import io.hypnos.engine.sleep.Phase;
import io.hypnos.engine.sleep.Run;
import io.hypnos.engine.sleep.RunCounts;
import io.hypnos.engine.sleep.SleepRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;

/**
 * How long a space sleeps, how much heap that takes, and how long it takes to undo it, beside the
 * comparing of vectors alone.
 */
public final class SleepFigures {
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final double MEGABYTE = 1024.0 * 1024;

  private SleepFigures() {}

  /**
   * @param arguments sizes; 1,000, 10,000 and 100,000 if none
   */
  public static void main(String[] arguments) {
    int[] sizes =
        arguments.length == 0
            ? new int[] {1_000, 10_000, 100_000}
            : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    run(Settings.load(System.getenv(), Path.of("").toAbsolutePath()), sizes);
  }

  public static void run(HypnosSettings stack, int[] sizes) {
    HypnosSettings settings =
        Settings.with(stack, Map.of("sleep.node-limit", "1000000", "sleep.lease", "1h"));
    try (Engine engine = Engine.open(settings, Clock.systemUTC())) {
      engine.index().ensure();
      Dreams dreams = new Dreams(engine);
      System.out.printf(
          "%9s %8s %10s %9s %9s | %7s %9s %6s %10s %8s%n",
          "memories",
          "sleep s",
          "vectors s",
          "heap MB",
          "undo s",
          "copies",
          "prototypes",
          "after",
          "compressed",
          "again s");
      for (int size : sizes) {
        measure(engine, dreams, size);
      }
    }
  }

  private static void measure(Engine engine, Dreams dreams, int size) {
    Caller caller = dreams.fill(size);
    long start = System.nanoTime();
    NeighbourGraph graph = NeighbourGraph.of(dreams.vectors());
    double alone = seconds(start);
    if (graph.size() != size) {
      throw new IllegalStateException("compared %d of %d".formatted(graph.size(), size));
    }
    graph = null;
    dreams.vectors().clear();
    SleepRequest wanted =
        new SleepRequest(
            Dreams.SPACE,
            EnumSet.of(Phase.DEDUPLICATE, Phase.CLUSTER, Phase.SYNTHESISE, Phase.CONSOLIDATE),
            engine.sleep().usual(),
            false,
            "figures");
    System.gc();
    resetPeaks();
    Run run = engine.sleep().run(caller, wanted, PATIENCE);
    double heap = peak();
    Run again = engine.sleep().run(caller, wanted, PATIENCE);
    start = System.nanoTime();
    engine.sleep().rollBack(caller, run.id());
    double undo = seconds(start);
    RunCounts counts = run.counts();
    System.out.printf(
        "%,9d %8.1f %10.1f %9.0f %9.1f | %7d %9d %7d %10.3f %8.2f%n",
        size,
        run.duration(Clock.systemUTC().instant()).toMillis() / 1000.0,
        alone,
        heap,
        undo,
        counts.duplicates(),
        counts.prototypes(),
        counts.after(),
        counts.compression(),
        again.duration(Clock.systemUTC().instant()).toMillis() / 1000.0);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void resetPeaks() {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static double peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        / MEGABYTE;
  }
}
