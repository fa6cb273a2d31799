package io.hypnos.local.stack;

import java.util.List;

/**
 * Starts a command in a session of its own, so that it gets neither the Ctrl-C nor the hang-up of
 * the terminal. The command keeps the process id it is started with.
 */
public final class OwnSession {
  private static final List<List<String>> WAYS =
      List.of(
          List.of("setsid"),
          List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or die $!", "--"));

  private OwnSession() {}

  /** What to put before a command; nothing where no way is known. */
  public static List<String> prefix() {
    return Found.PREFIX;
  }

  private static final class Found {
    private static final List<String> PREFIX =
        WAYS.stream().filter(Found::works).findFirst().orElse(List.of());

    private static boolean works(List<String> way) {
      List<String> probe = new java.util.ArrayList<>(way);
      probe.add("true");
      return OutsideCommand.succeeds(probe.toArray(String[]::new));
    }
  }
}
