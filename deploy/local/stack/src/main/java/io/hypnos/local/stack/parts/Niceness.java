package io.hypnos.local.stack.parts;

import io.hypnos.local.stack.OutsideCommand;
import java.util.List;

/**
 * Starts a command that gives way to others when processors are short. Where Linux shares
 * processors among sessions first and a part has a session of its own, niceness counts for the
 * session only. The command keeps the process id it is started with.
 */
final class Niceness {
  private static final String SCRIPT =
      "{ echo %1$d > /proc/self/autogroup; } 2> /dev/null; exec nice -n %1$d \"$@\"";

  private Niceness() {}

  /** What to put before a command; nothing where there is no such tool. */
  static List<String> prefix(int niceness) {
    return niceness > 0 && Found.NICE
        ? List.of("sh", "-c", SCRIPT.formatted(niceness), "nice")
        : List.of();
  }

  private static final class Found {
    private static final boolean NICE = OutsideCommand.succeeds("nice", "-n", "1", "true");
  }
}
