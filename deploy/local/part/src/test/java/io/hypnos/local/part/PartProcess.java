package io.hypnos.local.part;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A part as a real process, the way the supervisor starts it. */
public final class PartProcess implements AutoCloseable {
  private final Process process;
  private final Path output;

  private PartProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * A part as it is staged, with its class archive.
   *
   * @param runtime the folder whose {@code lib} holds the jars
   */
  public static PartProcess start(
      Path runtime, List<String> flags, List<String> main, Path settings, Path output) {
    List<String> more = new ArrayList<>(ClassArchive.of(runtime).flags());
    more.addAll(flags);
    return start(runtime.resolve("lib") + "/*", more, main, settings, output);
  }

  /**
   * @param classPath what follows {@code -cp}
   * @param settings becomes HYPNOS_CONFIG of the process
   * @param output receives standard output and error
   */
  public static PartProcess start(
      String classPath, List<String> flags, List<String> main, Path settings, Path output) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, "io.hypnos.local.part.Supervised"));
    command.addAll(main);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("HYPNOS_"));
    builder.environment().put("HYPNOS_CONFIG", settings.toString());
    try {
      return new PartProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the line READY; a process that ends before fails with what it said. */
  public PartProcess awaitReady() {
    await("READY from the part")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(50))
        .failFast(this::assertNotEnded)
        .until(this::saidReady);
    return this;
  }

  public int awaitExit() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the part still runs: " + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the part ran", e);
    }
  }

  /** The orderly end: closes the pipe that holds the part alive. */
  public int stop() {
    closePipe();
    return awaitExit();
  }

  /** The disorderly end: SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private void assertNotEnded() {
    if (!process.isAlive() && !saidReady()) {
      throw new AssertionError("the part ended: " + output());
    }
  }

  private boolean saidReady() {
    return output().lines().anyMatch(ReadySignal.LINE::equals);
  }

  private void closePipe() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
