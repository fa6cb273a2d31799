package io.hypnos.benchmarks.sleep;

import io.hypnos.engine.Engine;
import io.hypnos.engine.sleep.Run;
import io.hypnos.engine.sleep.RunQuery;
import io.hypnos.engine.sleep.RunState;
import io.hypnos.engine.sleep.SleepRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * How long the nightly schedule takes to ask for a sleep of many spaces and until all have slept,
 * beside asking for the same by hand. Two calls, because the schedule fires when the product is
 * started anew with a time that is near.
 */
public final class ScheduleFigures {
  private static final int IN_A_SPACE = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private ScheduleFigures() {}

  /**
   * @param arguments {@code fill SPACES} prints the tenant; {@code watch SPACES TENANT SECOND}
   *     waits for what the schedule does at that second since the epoch
   */
  public static void main(String[] arguments) throws InterruptedException {
    HypnosSettings stack = Settings.load(System.getenv(), Path.of("").toAbsolutePath());
    // This process only asks and looks; the nodes do the work.
    HypnosSettings settings = Settings.with(stack, Map.of("sleep.node-limit", "1000000"));
    int spaces = Integer.parseInt(arguments[1]);
    try (Engine engine = Engine.open(settings, Clock.systemUTC())) {
      if (arguments[0].equals("fill")) {
        Caller caller = new Dreams(engine).fill(spaces * IN_A_SPACE, i -> "space-" + i % spaces);
        System.out.println(caller.tenantId());
      } else {
        watch(
            engine,
            spaces,
            UUID.fromString(arguments[2]),
            Instant.ofEpochSecond(Long.parseLong(arguments[3])));
      }
    }
  }

  private static void watch(Engine engine, int spaces, UUID tenant, Instant fired)
      throws InterruptedException {
    List<Run> nightly = ended(engine, tenant, spaces);
    print("by the schedule", fired, nightly);
    Caller caller = new Caller(tenant, Optional.empty(), Plan.UNLIMITED, "figures");
    Instant start = Instant.now();
    for (int i = 0; i < spaces; i++) {
      engine
          .sleep()
          .request(
              caller,
              new SleepRequest(
                  "space-" + i,
                  engine.sleep().usualPhases(),
                  engine.sleep().usual(),
                  false,
                  "hand"));
    }
    List<Run> all = ended(engine, tenant, 2 * spaces);
    print(
        "by hand, once more",
        start,
        all.stream().filter(run -> run.trigger().equals("hand")).toList());
  }

  private static List<Run> ended(Engine engine, UUID tenant, int wanted)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      List<Run> runs = engine.sleep().list(tenant, RunQuery.newest(wanted + 1));
      if (runs.size() >= wanted && runs.stream().allMatch(Run::hasEnded)) {
        return runs;
      }
      TimeUnit.SECONDS.sleep(1);
    }
    throw new IllegalStateException("not all runs have ended in " + PATIENCE);
  }

  private static void print(String how, Instant start, List<Run> runs) {
    Instant asked = latest(runs.stream().map(Run::createdAt).toList());
    Instant slept = latest(runs.stream().map(run -> run.finishedAt().orElseThrow()).toList());
    System.out.printf(
        "%-20s %,d runs, %d done; all asked for after %.1f s, all slept after %.1f s%n",
        how,
        runs.size(),
        runs.stream().filter(run -> run.state() == RunState.DONE).count(),
        Duration.between(start, asked).toMillis() / 1000.0,
        Duration.between(start, slept).toMillis() / 1000.0);
  }

  private static Instant latest(List<Instant> times) {
    return times.stream().max(Comparator.naturalOrder()).orElseThrow();
  }
}
