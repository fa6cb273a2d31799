package io.hypnos.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void aBusyPortIsToldInOneSentence() throws Exception {
    Ended ended =
        start(
            Map.of(
                "HYPNOS_CONFIG",
                RunningApi.STACK.settingsFile().toString(),
                "HYPNOS_API_PORT",
                String.valueOf(API.port()),
                "HYPNOS_API_MANAGEMENT_PORT",
                "0",
                "HYPNOS_ROOT_KEY",
                RunningApi.ROOT_KEY));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors().strip().lines()).hasSize(1);
    assertThat(ended.errors()).contains(String.valueOf(API.port())).contains("in use");
    assertThat(ended.output()).doesNotContain("BeanCreationException");
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
