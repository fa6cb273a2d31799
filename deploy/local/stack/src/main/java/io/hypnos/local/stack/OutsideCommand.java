package io.hypnos.local.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A short run of a tool of the operating system. */
public final class OutsideCommand {
  private OutsideCommand() {}

  /** Everything it printed and how it ended; empty when there is no such tool. */
  public static Optional<Result> run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(new Result(process.waitFor(), output));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while " + command.get(0) + " ran.", e);
    }
  }

  public static boolean succeeds(String... command) {
    return run(List.of(command)).filter(result -> result.exitCode() == 0).isPresent();
  }

  /** Exit code and output. */
  public record Result(int exitCode, String output) {}
}
