package io.hypnos.local.stack.postgres;

import io.hypnos.local.stack.OutsideCommand;
import io.hypnos.local.stack.ProcessCommandLine;
import io.hypnos.local.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What an earlier run may have left in the cluster's directory: a server that still runs, or the
 * pid file of one that was killed. The caller holds the lock of the data directory, so nobody else
 * has a right to that server.
 */
public final class LeftoverPostmaster {
  private static final List<Signal> SIGNALS =
      List.of(
          new Signal("INT", Duration.ofSeconds(30)), new Signal("QUIT", Duration.ofSeconds(10)));

  private LeftoverPostmaster() {}

  /**
   * Stops a server that still runs, with a checkpoint if it lets us; true when there was one.
   *
   * @param data directory of the cluster
   */
  public static boolean stop(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    Optional<ProcessHandle> alive = pid(file).flatMap(ProcessHandle::of);
    if (alive.isEmpty()) {
      return false;
    }
    if (!ProcessCommandLine.contains(alive.get().pid(), data.toString())) {
      // Since then the kernel gave the id to a stranger, which PostgreSQL would take for a server.
      Files.deleteIfExists(file);
      return false;
    }
    for (Signal signal : SIGNALS) {
      if (ends(alive.get(), signal)) {
        return true;
      }
    }
    alive.get().destroyForcibly();
    return true;
  }

  private static Optional<Long> pid(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Files.readString(file)
        .lines()
        .findFirst()
        .filter(line -> line.matches("\\d{1,18}"))
        .map(Long::valueOf);
  }

  private static boolean ends(ProcessHandle process, Signal signal) {
    OutsideCommand.succeeds("sh", "-c", "kill -" + signal.name() + " " + process.pid());
    try {
      process.onExit().get(signal.patience().toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new StackException("Cannot wait for the end of process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while an earlier PostgreSQL stopped.", e);
    }
  }

  private record Signal(String name, Duration patience) {}
}
