package io.hypnos.local.stack.supervision;

import io.hypnos.local.stack.OutsideCommand;
import io.hypnos.local.stack.OwnSession;
import io.hypnos.local.stack.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running process of a part. Its standard input stays open as long as this JVM lives, which is
 * how the process notices the end of its supervisor.
 */
final class PartProcess {
  private static final Logger LOG = LoggerFactory.getLogger(PartProcess.class);
  private static final String READY = "READY";

  private final Part part;
  private final Process process;
  private final Instant startedAt;
  private final Thread pump;
  private volatile boolean announced;

  private PartProcess(
      Part part, Process process, Instant startedAt, PartLog log, OutputListener listener) {
    this.part = part;
    this.process = process;
    this.startedAt = startedAt;
    this.pump = new Thread(() -> pump(log, listener), "output-" + part.label());
    this.pump.setDaemon(true);
  }

  static PartProcess start(
      PartDefinition definition, PartLog log, OutputListener listener, Clock clock)
      throws IOException {
    List<String> command = new ArrayList<>(OwnSession.prefix());
    command.addAll(definition.command().get());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(definition.environment());
    Process process = builder.start();
    Instant now = clock.instant();
    log.write(
        "--- %s: process %d started at %s"
            .formatted(definition.part().label(), process.pid(), now));
    PartProcess started = new PartProcess(definition.part(), process, now, log, listener);
    started.pump.start();
    return started;
  }

  long pid() {
    return process.pid();
  }

  Instant startedAt() {
    return startedAt;
  }

  /** Whether the process has said that it is ready. */
  boolean announced() {
    return announced;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** True when the process has ended within the time. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  void signal(String name) {
    if (process.isAlive()) {
      OutsideCommand.succeeds("sh", "-c", "kill -" + name + " " + process.pid());
    }
  }

  /** Ends the process at once, and the pipes to it with it. */
  void end() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.waitFor();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.debug("The pipe to {} was closed already", part.label(), e);
    }
    pump.join(Duration.ofSeconds(2).toMillis());
  }

  private void pump(PartLog log, OutputListener listener) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (line != null) {
        if (line.equals(READY)) {
          announced = true;
        }
        keep(log, line);
        listener.line(part, line);
        line = reader.readLine();
      }
    } catch (IOException e) {
      LOG.debug("The output of {} ended", part.label(), e);
    }
  }

  /** A line that cannot be kept is lost; a process that nobody reads from would stand still. */
  private void keep(PartLog log, String line) {
    try {
      log.write(line);
    } catch (IOException e) {
      LOG.warn("A line of {} is lost: {}", part.label(), e.getMessage());
    }
  }
}
