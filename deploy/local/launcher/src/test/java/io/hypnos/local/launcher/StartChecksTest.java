package io.hypnos.local.launcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.FreePorts;
import io.hypnos.local.stack.StackException;
import io.hypnos.settings.DataSize;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartChecksTest {
  @TempDir Path directory;

  @Test
  void aBusyPortIsNamedWithItsPartAndItsSetting() throws IOException {
    try (ServerSocket other =
        new ServerSocket(FreePorts.take(), 1, InetAddress.getLoopbackAddress())) {
      HypnosSettings settings = onFreePorts(Map.of("api.port", "" + other.getLocalPort()));

      assertThatExceptionOfType(StackException.class)
          .isThrownBy(() -> StartChecks.portsAreFree(settings))
          .withMessage(
              "In use by another program: port %d of api-server (setting hypnos.api.port,"
                  + " HYPNOS_API_PORT).",
              other.getLocalPort());
    }
  }

  @Test
  void aPortGivenTwiceIsRefused() {
    String port = String.valueOf(FreePorts.take());

    assertThatExceptionOfType(StackException.class)
        .isThrownBy(
            () ->
                StartChecks.portsAreFree(
                    onFreePorts(Map.of("api.port", port, "flink.ui-port", port))))
        .withMessage("Port %s is given twice, by hypnos.flink.ui-port and hypnos.api.port.", port);
  }

  @Test
  void freePortsPass() {
    assertThatCode(() -> StartChecks.portsAreFree(onFreePorts(Map.of())))
        .doesNotThrowAnyException();
  }

  @Test
  void aDataDirectoryThatIsAFileIsOneSentence() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatExceptionOfType(StackException.class)
        .isThrownBy(() -> StartChecks.dataDirectoryIsWritable(new DataDirectory(file)))
        .withMessageStartingWith("Cannot write to the data directory " + file + ": ")
        .withMessageContaining("ot a directory (setting hypnos.data, HYPNOS_DATA).");
  }

  @Test
  void aFullDiskIsOneSentence() throws IOException {
    DataSize more = new DataSize(Files.getFileStore(directory).getTotalSpace() * 2);

    assertThatExceptionOfType(StackException.class)
        .isThrownBy(() -> StartChecks.diskHasRoom(new DataDirectory(directory), more))
        .withMessageMatching(
            "Only \\d+ MB are free for the data directory .* and a start asks for \\d+ MB"
                + " \\(setting hypnos.local.min-free-disk\\)\\.");
  }

  private static HypnosSettings onFreePorts(Map<String, String> changed) {
    Map<String, String> values = new HashMap<>();
    for (String name :
        new String[] {
          "database.port",
          "local.kafka-controller-port",
          "mail.smtp-port",
          "flink.ui-port",
          "api.port",
          "api.management-port"
        }) {
      values.put(name, "" + FreePorts.take());
    }
    values.put("search.url", "http://127.0.0.1:" + FreePorts.take());
    values.put("kafka.bootstrap", "127.0.0.1:" + FreePorts.take());
    values.put("blob.endpoint", "http://127.0.0.1:" + FreePorts.take());
    values.putAll(changed);
    return Settings.of(values, Map.of());
  }
}
