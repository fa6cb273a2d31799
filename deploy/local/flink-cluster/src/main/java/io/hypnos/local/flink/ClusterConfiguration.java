package io.hypnos.local.flink;

import io.hypnos.settings.DataSize;
import io.hypnos.settings.FlinkSettings;
import java.time.Duration;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;

/** The mini cluster as the settings want it: on loopback, with state on disk. */
final class ClusterConfiguration {
  private static final String LOOPBACK = "127.0.0.1";

  private ClusterConfiguration() {}

  static MiniClusterConfiguration of(FlinkSettings settings, FlinkDirectories directories) {
    return new MiniClusterConfiguration.Builder()
        .setConfiguration(configuration(settings, directories))
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(slots(settings))
        .setRpcServiceSharing(RpcServiceSharing.SHARED)
        .setCommonBindAddress(LOOPBACK)
        .build();
  }

  /** Room for one more job of the same width beside ingest. */
  private static int slots(FlinkSettings settings) {
    return 2 * settings.parallelism();
  }

  static Configuration configuration(FlinkSettings settings, FlinkDirectories directories) {
    Configuration configuration = new Configuration();
    network(configuration, settings);
    memory(configuration, settings);
    state(configuration, settings);
    restarts(configuration);
    String temporary = directories.temporary().toString();
    configuration.set(CoreOptions.TMP_DIRS, temporary);
    configuration.set(WebOptions.TMP_DIR, temporary);
    configuration.set(BlobServerOptions.STORAGE_DIRECTORY, temporary);
    configuration.set(ClusterOptions.PROCESS_WORKING_DIR_BASE, temporary);
    configuration.set(ClusterOptions.CLUSTER_IO_EXECUTOR_POOL_SIZE, 4);
    return configuration;
  }

  private static void network(Configuration configuration, FlinkSettings settings) {
    configuration.set(RestOptions.ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(RestOptions.PORT, settings.uiPort());
    configuration.set(RestOptions.BIND_PORT, Integer.toString(settings.uiPort()));
    configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    // The UI has no login: whoever reaches it may look, not run code or stop jobs.
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    configuration.set(WebOptions.CANCEL_ENABLE, false);
    configuration.set(WebOptions.RESCALE_ENABLE, false);
  }

  private static void memory(Configuration configuration, FlinkSettings settings) {
    MemorySize network = size(settings.networkMemory());
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, size(settings.managedMemory()));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
  }

  private static MemorySize size(DataSize size) {
    return new MemorySize(size.bytes());
  }

  private static void state(Configuration configuration, FlinkSettings settings) {
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    // The default of 64 MB is more than a slot of a small cluster has; it would flush all the time.
    configuration.set(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE, MemorySize.ofMebiBytes(8));
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(
        CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, settings.checkpointsRetained());
  }

  /** A part that is down comes back: the job waits for it, however long that takes. */
  private static void restarts(Configuration configuration) {
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(500));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(10));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofMinutes(1));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, Integer.MAX_VALUE);
  }
}
