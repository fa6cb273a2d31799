package io.hypnos.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that cannot work: a sentence and exit code 1, never a stack trace. */
final class StartIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  @TempDir Path directory;

  /** How a start ended. */
  private record Ended(int exitCode, String errors, String output) {}

  @Test
  void wrongSettingsAreToldOneALine() throws Exception {
    Ended ended = start(Map.of("HYPNOS_API_PORT", "many", "HYPNOS_API_THREADS", "0"));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors().lines()).hasSize(2);
    assertThat(ended.errors()).contains("api.port").contains("api.threads");
    assertThat(ended.errors()).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HYPNOS_API_PORT", "HYPNOS_API_MANAGEMENT_PORT"})
  void aBusyPortIsToldInOneSentenceBeforeAnythingIsTouched(String busy) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("HYPNOS_API_PORT", "0");
    environment.put("HYPNOS_API_MANAGEMENT_PORT", "0");
    environment.put(busy, String.valueOf(API.port()));
    // A start that went on would wait a minute for this database.
    environment.put("HYPNOS_DATABASE_PORT", "1");

    Ended ended = start(environment);

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors())
        .isEqualToIgnoringNewLines(
            "The API server cannot listen on 127.0.0.1:%d: the port is in use."
                .formatted(API.port()));
    assertThat(ended.output()).isEmpty();
  }

  @Test
  void anAddressOfAnotherMachineIsToldInOneSentence() throws Exception {
    Ended ended = start(Map.of("HYPNOS_API_HOST", "192.0.2.1"));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors()).startsWith("The API server cannot listen on 192.0.2.1:8080: ");
    assertThat(ended.errors().strip().lines()).hasSize(1);
  }

  private Ended start(Map<String, String> environment) throws IOException, InterruptedException {
    Path errors = directory.resolve("errors");
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx384m",
                    "-XX:TieredStopAtLevel=1",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "-cp",
                    Path.of("target/runtime/lib").toAbsolutePath() + "/*",
                    "io.hypnos.api.HypnosApiServer"))
            .directory(directory.toFile())
            .redirectError(errors.toFile())
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HYPNOS_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(
        process.exitValue(), Files.readString(errors, UTF_8), Files.readString(output, UTF_8));
  }
}
