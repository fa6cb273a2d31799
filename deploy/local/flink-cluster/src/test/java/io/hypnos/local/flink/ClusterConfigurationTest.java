package io.hypnos.local.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.settings.FlinkSettings;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

final class ClusterConfigurationTest {
  private static final FlinkSettings SETTINGS =
      Settings.of(
              Map.of(
                  "flink.ui-port", "12345",
                  "flink.managed-memory", "64MB",
                  "flink.network-memory", "20MB",
                  "flink.checkpoints-retained", "3"),
              Map.of())
          .flink();

  private final Map<String, String> configuration =
      configuration(FlinkDirectories.below(Path.of("/data"))).toMap();

  @Test
  void memoryPortAndRetentionComeFromTheSettings() {
    assertThat(configuration)
        .containsEntry("rest.bind-port", "12345")
        .containsEntry("taskmanager.memory.managed.size", "64 mb")
        .containsEntry("taskmanager.memory.network.min", "20 mb")
        .containsEntry("taskmanager.memory.network.max", "20 mb")
        .containsEntry("execution.checkpointing.num-retained", "3");
  }

  @Test
  void everythingListensOnLoopbackAndTheUiTakesNoOrders() {
    assertThat(configuration)
        .containsEntry("rest.bind-address", "127.0.0.1")
        .containsEntry("jobmanager.bind-host", "127.0.0.1")
        .containsEntry("taskmanager.bind-host", "127.0.0.1")
        .containsEntry("web.submit.enable", "false")
        .containsEntry("web.cancel.enable", "false");
  }

  @Test
  void workingFilesStayBelowTheDataDirectory() {
    assertThat(configuration)
        .containsEntry("io.tmp.dirs", "/data/flink/tmp")
        .containsEntry("web.tmpdir", "/data/flink/tmp")
        .containsEntry("blob.storage.directory", "/data/flink/tmp")
        .containsEntry("process.working-dir", "/data/flink/tmp");
  }

  private static Configuration configuration(FlinkDirectories directories) {
    return ClusterConfiguration.configuration(SETTINGS, directories);
  }
}
