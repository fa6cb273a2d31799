package io.hypnos.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.ingest.record.RecordTypeInfo;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * State of the job outlives the job: what it has seen it knows again after a savepoint, with more
 * subtasks and with fewer, and with the savepoint that this version keeps among its tests.
 *
 * <p>{@code -Dhypnos.savepoint.update=true} writes that savepoint anew.
 */
final class SavepointIT {
  private static final Path KEPT = Path.of("src/test/resources/savepoint-1");
  private static final int EVENTS = 200;
  private static FakeEngine engine;

  @TempDir private Path directory;
  private JobCluster cluster;

  @BeforeEach
  void start() throws Exception {
    engine = new FakeEngine();
    cluster = new JobCluster(directory.resolve("checkpoints"));
  }

  @AfterEach
  void stop() throws Exception {
    cluster.stop();
  }

  @Test
  void whatWasSeenIsKnownWithMoreSubtasksAndWithFewer() throws Exception {
    run(1, Optional.empty());
    awaitStored(EVENTS);
    assertThat(engine.asked).isEmpty();
    String first = cluster.stopWithSavepoint(directory.resolve("first"));

    engine.asked.clear();
    run(2, Optional.of(first));
    awaitAsked();
    String second = cluster.stopWithSavepoint(directory.resolve("second"));

    engine.asked.clear();
    run(1, Optional.of(second));
    awaitAsked();
    assertThat(engine.stored).hasSize(EVENTS);
  }

  @Test
  void theSavepointOfThisVersionIsTaken() throws Exception {
    if (Boolean.getBoolean("hypnos.savepoint.update")) {
      keep();
    }

    run(2, Optional.of(KEPT.toUri().toString()));

    awaitAsked();
    awaitStored(EVENTS);
  }

  private void keep() throws Exception {
    run(1, Optional.empty());
    awaitStored(EVENTS);
    Path made = Path.of(java.net.URI.create(cluster.stopWithSavepoint(directory.resolve("kept"))));
    copy(made, KEPT);
    engine.stored.clear();
    engine.asked.clear();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(to)) {
      for (Path old : files.toList()) {
        Files.delete(old);
      }
    }
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private void run(int parallelism, Optional<String> state) throws Exception {
    HypnosSettings settings =
        Settings.of(
            Map.of(
                "data", UUID.randomUUID().toString(),
                "flink.parallelism", String.valueOf(parallelism)),
            Map.of());
    cluster.submit(environment -> define(environment, settings), state);
  }

  /** The flow of the job, fed with the same events at each start. */
  @SuppressWarnings("deprecation") // for the source below
  private static void define(StreamExecutionEnvironment environment, HypnosSettings settings) {
    environment.configure(JobConfiguration.of(settings));
    DataStream<RawRecord> raw =
        environment
            .addSource(new Numbers(EVENTS), "numbers", Types.INT)
            .setParallelism(1)
            .uid("numbers")
            .map(
                number -> Samples.raw(Samples.event(number, "event " + number)),
                RecordTypeInfo.forRecord(RawRecord.class))
            .uid("events");
    IngestFlow flow =
        IngestFlow.of(
            raw, settings, ignored -> engine, Clock.fixed(Samples.ACCEPTED, ZoneOffset.UTC));
    flow.statuses().sinkTo(new DiscardingSink<>()).uid("status");
    flow.quarantined().sinkTo(new DiscardingSink<>()).uid("quarantine");
  }

  private static void awaitStored(int count) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(engine.stored).hasSize(count));
  }

  /** Every event was recognised: the record was asked about it. */
  private static void awaitAsked() {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(java.util.Set.copyOf(engine.asked)).hasSize(EVENTS));
  }

  /** Says the same numbers at each start, then nothing until it is told to stop. */
  @SuppressWarnings("deprecation") // the new interface asks for five classes to do the same
  private static final class Numbers implements SourceFunction<Integer> {
    private static final long serialVersionUID = 1L;

    private final int count;
    private transient CountDownLatch stopped;

    Numbers(int count) {
      this.count = count;
    }

    @Override
    public void run(SourceContext<Integer> context) throws Exception {
      synchronized (this) {
        stopped = new CountDownLatch(1);
      }
      for (int number = 0; number < count; number++) {
        synchronized (context.getCheckpointLock()) {
          context.collect(number);
        }
      }
      stopped.await();
    }

    @Override
    public synchronized void cancel() {
      if (stopped != null) {
        stopped.countDown();
      }
    }
  }
}
