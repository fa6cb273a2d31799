package io.hypnos.local.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The command line of a running process. A process id alone proves nothing: the kernel gives it to
 * another process once it is free.
 */
public final class ProcessCommandLine {
  private ProcessCommandLine() {}

  /** Whether the process runs and its command line contains the text. */
  public static boolean contains(long pid, String text) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()
        && of(pid).contains(text);
  }

  private static String of(long pid) {
    Path arguments = Path.of("/proc", String.valueOf(pid), "cmdline");
    if (Files.exists(arguments)) {
      try {
        return new String(Files.readAllBytes(arguments), StandardCharsets.UTF_8).replace('\0', ' ');
      } catch (IOException e) {
        // It ended between the two looks.
        return "";
      }
    }
    return OutsideCommand.run(List.of("ps", "-ww", "-o", "args=", "-p", String.valueOf(pid)))
        .map(OutsideCommand.Result::output)
        .orElse("");
  }
}
