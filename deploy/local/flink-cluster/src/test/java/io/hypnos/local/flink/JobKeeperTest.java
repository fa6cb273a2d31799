package io.hypnos.local.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.settings.FlinkSettings;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real mini cluster; a start of the part is a new keeper on the same folder. */
final class JobKeeperTest {
  private static final FlinkSettings SETTINGS =
      Settings.of(Map.of("flink.ui-port", "0", "flink.parallelism", "1"), Map.of()).flink();

  @TempDir private static Path data;
  private static MiniCluster cluster;

  private final List<Thread> keepers = new ArrayList<>();
  private CheckpointFolder checkpoints;

  @BeforeAll
  static void startCluster() throws Exception {
    FlinkDirectories directories = FlinkDirectories.below(data);
    directories.prepare();
    cluster = new MiniCluster(ClusterConfiguration.of(SETTINGS, directories));
    cluster.start();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void newFolder() {
    checkpoints = new CheckpointFolder(data.resolve("checkpoints-" + UUID.randomUUID()));
  }

  @AfterEach
  void stopKeepers() throws Exception {
    stop();
  }

  @Test
  void aStartGoesOnFromTheNewestCheckpoint() throws Exception {
    start("first", "count");
    awaitCheckpoints(3);
    stop();
    long reached = CountingJob.LAST_COUNT.get();

    start("second", "count");

    assertThat(firstCountOf("first")).isEqualTo(1);
    assertThat(firstCountOf("second")).isBetween(2L, reached + 1);
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws Exception {
    start("whole", "count");
    awaitCheckpoints(3);
    stop();
    List<Path> complete = checkpoints.complete();
    assertThat(complete).hasSize(2);
    truncate(CheckpointFolder.metadataOf(complete.get(0)));

    start("from the one before", "count");

    assertThat(firstCountOf("from the one before")).isGreaterThan(1);
  }

  @Test
  void aCheckpointThatLacksAFileIsNotGivenToTheJob() throws Exception {
    start("complete", "count");
    awaitCheckpoints(3);
    stop();
    deleteStateFiles();

    start("without files", "count");

    assertThat(firstCountOf("without files")).isEqualTo(1);
  }

  @Test
  void stateThatTheJobCannotTakeIsLeftBehind() throws Exception {
    start("old version", "count");
    awaitCheckpoints(3);
    stop();

    start("new version", "another-uid");

    assertThat(firstCountOf("new version")).isEqualTo(1);
  }

  @Test
  void stateOfAnotherTypeIsLeftBehindAsWell() throws Exception {
    start("of numbers", "count");
    awaitCheckpoints(3);
    stop();

    start(
        "of fractions",
        environment -> CountingJob.define(environment, "of fractions", "count", Types.DOUBLE));

    assertThat(firstCountOf("of fractions")).isEqualTo(1);
  }

  @Test
  void aJobThatEndsIsSubmittedAgain() throws Exception {
    AtomicInteger started = start("ending", "count");
    awaitCheckpoints(3);

    cancelJobs();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAtomic(started, count -> assertThat(count).isEqualTo(2));
  }

  @Test
  void checkpointsOfEarlierRunsAreRemovedOnceThereIsANewerOne() throws Exception {
    start("earlier", "count");
    awaitCheckpoints(3);
    stop();
    Path earlier = checkpoints.complete().get(0).getParent();

    start("later", "count");

    await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(earlier));
    assertThat(checkpoints.complete()).isNotEmpty();
  }

  private AtomicInteger start(String run, String uid) {
    return start(run, environment -> CountingJob.define(environment, run, uid));
  }

  private AtomicInteger start(String run, Consumer<StreamExecutionEnvironment> definition) {
    AtomicInteger started = new AtomicInteger();
    LocalJob job = new LocalJob(run, definition);
    JobKeeper keeper = new JobKeeper(cluster, job, checkpoints, started::incrementAndGet);
    Thread thread =
        new Thread(
            () -> {
              try {
                keeper.keep();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    keepers.add(thread);
    await().atMost(Duration.ofSeconds(60)).until(() -> started.get() > 0);
    return started;
  }

  private void stop() throws Exception {
    for (Thread keeper : keepers) {
      keeper.interrupt();
      keeper.join();
    }
    keepers.clear();
    cancelJobs();
  }

  private static void cancelJobs() throws Exception {
    for (JobStatusMessage job : cluster.listJobs().get()) {
      if (!job.getJobState().isGloballyTerminalState()) {
        JobID id = job.getJobId();
        cluster.cancelJob(id).get();
        cluster.requestJobResult(id).get();
      }
    }
  }

  private void awaitCheckpoints(int number) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> checkpoints.complete().stream().anyMatch(found -> numberOf(found) >= number));
  }

  private static int numberOf(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  private static long firstCountOf(String run) {
    await().atMost(Duration.ofSeconds(30)).until(() -> CountingJob.FIRST_COUNT.containsKey(run));
    return CountingJob.FIRST_COUNT.get(run);
  }

  private static void truncate(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
  }

  private void deleteStateFiles() throws IOException {
    try (Stream<Path> files = Files.walk(checkpoints.path())) {
      List<Path> state =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().equals("_metadata"))
              .toList();
      assertThat(state).isNotEmpty();
      for (Path file : state) {
        Files.delete(file);
      }
    }
  }
}
