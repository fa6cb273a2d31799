package io.hypnos.ingest;

import static org.awaitility.Awaitility.await;

import io.hypnos.engine.Engine;
import io.hypnos.engine.embedding.Priority;
import io.hypnos.engine.intake.IntakeReceipt;
import io.hypnos.engine.intake.IntakeUnit;
import io.hypnos.engine.intake.IntakeUnit.Traits;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.ingest.record.RecordTypeInfo;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Occasion;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the job does in a second, each figure beside its floor in the same run. No test of ours: it
 * runs by {@code benchmarks/ingest-figures} only, because its figures say nothing on a busy
 * machine.
 */
final class IngestFigures {
  @RegisterExtension
  static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.KAFKA);

  private static final int EVENTS = Integer.getInteger("hypnos.figures.events", 20_000);
  private static final int STARTED = 3_000;
  private static final int TEXTS = 2_000;

  /** Taken in first, so that what is measured is not the compiling of the job. */
  private static final int WARM = Integer.getInteger("hypnos.figures.warm", 20_000);

  private static final int WARM_TEXTS = 12_000;

  private static final Duration SOAK = Duration.ofMinutes(Long.getLong("hypnos.figures.soak", 0));
  private static final AtomicLong PASSED = new AtomicLong();

  private int number;

  @Test
  void figures() throws Exception {
    System.out.printf(
        "load %.1f, %d processors%n",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.getRuntime().availableProcessors());
    for (int threads : new int[] {2, 1}) {
      String name = "figures-model-" + threads;
      try (Bench bench =
          new Bench(Map.of("search.index", name, "embedding.threads", String.valueOf(threads)))) {
        withModel(bench, threads);
      }
    }
    try (Endpoint endpoint = new Endpoint()) {
      Map<String, String> cheap = new TreeMap<>();
      cheap.put("embedding.provider", "openai");
      cheap.put("embedding.openai.base-url", endpoint.url());
      cheap.put("embedding.openai.model", Endpoint.MODEL);
      cheap.put("embedding.openai.dimensions", String.valueOf(Endpoint.DIMENSIONS));
      cheap.put("search.index", "figures-cheap");
      try (Bench bench = new Bench(cheap)) {
        withoutModel(bench);
      }
    }
  }

  private void withoutModel(Bench bench) throws Exception {
    bench.take(WARM, this::event);
    bench.startJob();
    bench.awaitStored(WARM);
    // Its offsets are committed with it.
    bench.cluster.stopWithSavepoint(Files.createTempDirectory("figures"));
    bench.take(EVENTS, this::event);
    double floor = passThrough(bench.settings, EVENTS + WARM);
    bench.settle();
    bench.startJob();
    // Neither its start nor the first checks of the compiler are what an event costs.
    bench.awaitStored(WARM + STARTED);
    long before = bench.count();
    long cpu = cpuOfThisProcess();
    double compiler = CompilerThreads.seconds();
    long start = System.nanoTime();
    bench.awaitStored(WARM + EVENTS);
    long events = WARM + EVENTS - before;
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (cpuOfThisProcess() - cpu) / 1e9;
    double compiling = CompilerThreads.seconds() - compiler;
    System.out.printf(
        "events without model: %.0f/s, %.0f per processor second of the job, %.0f without what its"
            + " compiler takes (%.1f s, of it the compiler %.1f s); pass-through %.0f/s%n",
        events / seconds,
        events / cpuSeconds,
        events / (cpuSeconds - compiling),
        cpuSeconds,
        compiling,
        floor);
    recovery(bench);
    latency(bench);
    if (!SOAK.isZero()) {
      soak(bench);
    }
  }

  /** The same topic through a job that only decodes. */
  private static double passThrough(HypnosSettings settings, int count) throws Exception {
    PASSED.set(0);
    JobCluster cluster = new JobCluster(Files.createTempDirectory("figures"));
    HypnosSettings other =
        Settings.with(settings, Map.of("ingest.group", "figures-floor-" + UUID.randomUUID()));
    long start = System.nanoTime();
    cluster.submit(environment -> passThrough(environment, other), Optional.empty());
    await().atMost(Duration.ofMinutes(5)).until(() -> PASSED.get() >= count);
    double seconds = (System.nanoTime() - start) / 1e9;
    cluster.stop();
    return count / seconds;
  }

  private static void passThrough(StreamExecutionEnvironment environment, HypnosSettings settings) {
    environment.configure(JobConfiguration.of(settings));
    environment
        .fromSource(
            KafkaEnds.intake(settings),
            WatermarkStrategy.noWatermarks(),
            "intake",
            RecordTypeInfo.forRecord(RawRecord.class))
        .uid("intake")
        .map(raw -> MessageCodec.decode(raw.value(), IngestMessage.class).item(), Types.INT)
        .uid("decode")
        .map(item -> PASSED.incrementAndGet(), Types.LONG)
        .uid("count")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
  }

  private void recovery(Bench bench) throws Exception {
    bench.cluster.replaceTaskManager();
    long start = System.nanoTime();
    bench.take(1, this::event);
    bench.awaitStored(bench.taken);
    System.out.printf("recovery after a killed task manager: %d ms%n", millisSince(start));
  }

  private void latency(Bench bench) throws Exception {
    Map<UUID, Instant> accepted = new HashMap<>();
    long next = System.nanoTime();
    for (int i = 0; i < 2_000; i++) {
      next += TimeUnit.MILLISECONDS.toNanos(10);
      while (System.nanoTime() < next) {
        TimeUnit.NANOSECONDS.sleep(Math.max(1, next - System.nanoTime()));
      }
      IntakeReceipt receipt = bench.take(1, this::event);
      accepted.put(receipt.accepted().get(0).memoryId(), Clock.systemUTC().instant());
    }
    bench.awaitStored(bench.taken);
    bench.settle();
    List<Double> millis = new ArrayList<>();
    bench
        .indexedAt()
        .forEach(
            (id, at) -> {
              if (accepted.containsKey(id)) {
                millis.add((double) Duration.between(accepted.get(id), at).toMillis());
              }
            });
    print("accepted to searchable at 100/s", millis);
  }

  private void withModel(Bench bench, int threads) throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      texts.add(event().text().orElseThrow());
    }
    bench.engine.embedding().embedAll(texts.subList(0, 100), Priority.BULK);
    long floorStart = System.nanoTime();
    bench.engine.embedding().embedAll(texts, Priority.BULK);
    double floor = TEXTS / ((System.nanoTime() - floorStart) / 1e9);
    bench.take(WARM_TEXTS, this::event);
    bench.startJob();
    bench.awaitStored(WARM_TEXTS);
    bench.drain();
    long start = System.nanoTime();
    bench.take(TEXTS, this::event);
    bench.awaitStored(bench.taken);
    double rate = TEXTS / ((System.nanoTime() - start) / 1e9);
    System.out.printf(
        "short texts with model, %d threads: %.0f/s, model alone %.0f/s, share %.0f %%%n",
        threads, rate, floor, 100 * rate / floor);
    bench.drain();
  }

  private void soak(Bench bench) throws Exception {
    Instant end = Clock.systemUTC().instant().plus(SOAK);
    while (Clock.systemUTC().instant().isBefore(end)) {
      bench.take(500, this::event);
      bench.awaitStored(bench.taken);
      System.gc();
      System.out.printf(
          "soak: %d stored, heap %d MB%n",
          bench.taken,
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_000_000);
    }
  }

  private IntakeUnit event() {
    number++;
    String text =
        "Order %d of customer %d leaves warehouse %d on cart %d"
            .formatted(number, number * 31 % 977, number % 13, number * 7 % 101);
    Occasion occasion =
        new Occasion(
            Optional.of("stream-" + number / 50),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return IntakeUnit.event(text, occasion, Traits.NONE);
  }

  private static long cpuOfThisProcess() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static void print(String name, List<Double> millis) {
    Collections.sort(millis);
    System.out.printf(
        "%s: p50 %.0f ms, p95 %.0f ms (%d)%n",
        name,
        millis.get(millis.size() / 2),
        millis.get((int) (millis.size() * 0.95)),
        millis.size());
  }

  /** An engine and a job on the stack, with a tenant of their own. */
  private static final class Bench implements AutoCloseable {
    private final HypnosSettings settings;
    private final Engine engine;
    private final Caller caller;
    private final JobCluster cluster;
    private int taken;

    Bench(Map<String, String> changed) throws Exception {
      settings = Settings.with(STACK.settings(), changed);
      engine = Engine.open(settings, Clock.systemUTC());
      engine.firstTenant().ensure();
      engine.index().ensure();
      engine.startUpkeep();
      Tenant tenant =
          engine.tenants().create("figures-" + UUID.randomUUID(), Plan.UNLIMITED, false);
      caller = new Caller(tenant.id(), Optional.empty(), tenant.plan(), "figures");
      cluster = new JobCluster(Files.createTempDirectory("figures"));
    }

    void startJob() throws Exception {
      cluster.submit(settings);
    }

    /** The job has read all of the topic, and has said so: the next one begins behind it. */
    void drain() {
      await().atMost(Duration.ofMinutes(5)).until(() -> engine.inbound().lag() == 0);
      settle();
    }

    /** The index is complete. */
    void settle() {
      await()
          .atMost(Duration.ofMinutes(5))
          .ignoreExceptions()
          .until(
              () ->
                  engine.relay().open() == 0
                      && IndexedIds.count(settings.search()) == countOfAll());
    }

    /** A new index is filled with what other tenants have, too. */
    private long countOfAll() {
      return engine
          .database()
          .asSystem(
              handle -> handle.createQuery("SELECT count(*) FROM memory").mapTo(Long.class).one());
    }

    IntakeReceipt take(int count, java.util.function.Supplier<IntakeUnit> units) {
      IntakeReceipt receipt = null;
      for (int left = count; left > 0; left -= 1_000) {
        List<IntakeUnit> some = new ArrayList<>();
        for (int i = 0; i < Math.min(1_000, left); i++) {
          some.add(units.get());
        }
        receipt = engine.intake().accept(caller, "figures", "event", some);
        taken += some.size();
      }
      return receipt;
    }

    void awaitStored(int count) {
      await()
          .atMost(Duration.ofMinutes(10))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> count() >= count);
    }

    private long count() {
      return engine
          .database()
          .inTenant(
              caller.tenantId(),
              handle ->
                  handle
                      .createQuery("SELECT coalesce(sum(memory_count), 0) FROM space")
                      .mapTo(Long.class)
                      .one());
    }

    Map<UUID, Instant> indexedAt() {
      Map<UUID, Instant> found = new HashMap<>();
      engine
          .database()
          .inTenant(
              caller.tenantId(),
              handle -> {
                handle
                    .createQuery("SELECT memory_id, indexed_at FROM outbox")
                    .map(
                        (row, context) ->
                            Map.entry(
                                row.getObject("memory_id", UUID.class),
                                row.getTimestamp("indexed_at").toInstant()))
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
                return null;
              });
      return found;
    }

    @Override
    public void close() {
      cluster.stop();
      engine.close();
    }
  }
}
