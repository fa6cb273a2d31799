package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.settings.Settings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The job in a process that this test can kill. */
final class JobChild {
  private final Process process;
  private final PrintStream input;

  private JobChild(Process process) {
    this.process = process;
    this.input = new PrintStream(process.getOutputStream(), true, UTF_8);
  }

  /** Starts it and returns once the job works. */
  static JobChild start(Path settingsFile, Map<String, String> changed, Path checkpoints)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                JobProcess.class.getName(),
                checkpoints.toString()));
    builder.environment().keySet().removeIf(name -> name.startsWith("HYPNOS_"));
    builder.environment().put(Settings.FILE_VARIABLE, settingsFile.toString());
    changed.forEach(
        (name, value) ->
            builder
                .environment()
                .put(
                    "HYPNOS_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'),
                    value));
    File log = checkpoints.resolve("job.log").toFile();
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log));
    Process process = builder.start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals("READY")) {
        drain(output);
        return new JobChild(process);
      }
      said.append(line).append('\n');
    }
    throw new IllegalStateException("the job does not start:\n" + said);
  }

  private static void drain(BufferedReader output) {
    Thread reader =
        new Thread(
            () -> output.lines().forEach(line -> {}), // Else it would stop with a full pipe.
            "job-output");
    reader.setDaemon(true);
    reader.start();
  }

  void tell(String command) {
    input.println(command);
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(1, TimeUnit.MINUTES);
  }
}
