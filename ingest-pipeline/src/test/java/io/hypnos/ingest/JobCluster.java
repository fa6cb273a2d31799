package io.hypnos.ingest;

import static org.awaitility.Awaitility.await;

import io.hypnos.settings.HypnosSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** The ingest job on a mini cluster in the test's JVM. */
final class JobCluster {
  private final MiniCluster cluster;
  private final Configuration configuration;
  private JobID job;

  JobCluster(Path checkpoints) throws Exception {
    configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(500));
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
    configuration.set(RestOptions.BIND_PORT, "0");
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build());
    cluster.start();
  }

  void submit(HypnosSettings settings) throws Exception {
    submit(environment -> IngestJob.define(environment, settings), Optional.empty());
  }

  /**
   * @param state a checkpoint or savepoint to go on from
   */
  void submit(Consumer<StreamExecutionEnvironment> definition, Optional<String> state)
      throws Exception {
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(configuration);
    definition.accept(environment);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobId(JobID.generate());
    state.ifPresent(
        path ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(path, false, RecoveryClaimMode.NO_CLAIM)));
    job = cluster.submitJob(graph).get().getJobID();
    await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(this::isWorking);
  }

  /** Stops the job and returns where it left its state. */
  String stopWithSavepoint(Path directory) throws Exception {
    Files.createDirectories(directory);
    return cluster
        .stopWithSavepoint(job, directory.toUri().toString(), false, SavepointFormatType.CANONICAL)
        .get();
  }

  /** Kills the task manager, with all that it works on, and starts another one. */
  void replaceTaskManager() throws Exception {
    cluster.terminateTaskManager(0).get();
    cluster.startTaskManager();
  }

  private boolean isWorking() throws Exception {
    return StreamSupport.stream(
            cluster.getExecutionGraph(job).get().getAllExecutionVertices().spliterator(), false)
        .allMatch(task -> task.getExecutionState() == ExecutionState.RUNNING);
  }

  /** How often the job has begun again after a failure. */
  long restarts() throws Exception {
    return StreamSupport.stream(
            cluster.getExecutionGraph(job).get().getAllExecutionVertices().spliterator(), false)
        .mapToLong(task -> task.getCurrentExecutionAttempt().getAttemptNumber())
        .max()
        .orElseThrow();
  }

  void stop() {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new IllegalStateException("the cluster did not close", e);
    }
  }
}
