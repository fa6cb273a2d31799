package io.hypnos.local.launcher;

import io.hypnos.local.stack.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the user asks for. */
sealed interface Command {
  /** Name of the log that no part writes. */
  String SUPERVISOR = "supervisor";

  record Up(boolean foreground) implements Command {}

  record Down() implements Command {}

  record Status(boolean json) implements Command {}

  /**
   * @param name a part or the supervisor; all of them without a name
   */
  record Logs(Optional<String> name, boolean follow) implements Command {}

  record Reset(boolean confirmed) implements Command {}

  /**
   * @param action list, show, redrive or discard
   * @param all whether what has been ended is listed too
   */
  record Quarantine(String action, List<String> ids, boolean all) implements Command {
    public Quarantine {
      ids = List.copyOf(ids);
    }
  }

  record Help() implements Command {}

  /** Not for people: what {@code up} runs in the background. */
  record Supervise() implements Command {}

  /** Not for people: fails when the stack runs, whose jars a build would pull away. */
  record EnsureStopped() implements Command {}

  static Command parse(List<String> arguments) {
    if (arguments.isEmpty()) {
      return new Help();
    }
    List<String> rest = new ArrayList<>(arguments.subList(1, arguments.size()));
    Command command =
        switch (arguments.get(0)) {
          case "up" -> new Up(rest.remove("--foreground"));
          case "down" -> new Down();
          case "status" -> new Status(rest.remove("--json"));
          case "logs" -> logs(rest);
          case "reset" -> new Reset(rest.remove("--yes"));
          case "quarantine" -> quarantine(rest);
          case "help", "--help", "-h" -> new Help();
          case "supervise" -> new Supervise();
          case "ensure-stopped" -> new EnsureStopped();
          default ->
              throw new UsageException(
                  "There is no command '%s'; './hypnos help' shows those there are."
                      .formatted(arguments.get(0)));
        };
    if (!rest.isEmpty()) {
      throw new UsageException(
          "'%s' does not take '%s'; './hypnos help' shows what it takes."
              .formatted(arguments.get(0), rest.get(0)));
    }
    return command;
  }

  private static Quarantine quarantine(List<String> rest) {
    boolean all = rest.remove("--all");
    String action = rest.isEmpty() ? "list" : rest.remove(0);
    if (!List.of("list", "show", "redrive", "discard").contains(action)) {
      throw new UsageException("'quarantine' can list, show, redrive and discard.");
    }
    List<String> ids = action.equals("list") ? List.of() : List.copyOf(rest);
    if (!action.equals("list")) {
      if (ids.isEmpty()) {
        throw new UsageException("'quarantine %s' needs an id.".formatted(action));
      }
      if (!ids.stream().allMatch(id -> id.matches("[0-9a-fA-F-]{36}"))) {
        throw new UsageException("The id of an entry is a UUID, as 'quarantine list' shows it.");
      }
      rest.clear();
    }
    return new Quarantine(action, ids, all);
  }

  private static Logs logs(List<String> rest) {
    boolean follow = rest.removeAll(List.of("-f", "--follow"));
    Optional<String> name =
        rest.isEmpty() || rest.get(0).startsWith("-")
            ? Optional.empty()
            : Optional.of(rest.remove(0));
    name.filter(text -> !text.equals(SUPERVISOR)).ifPresent(Part::of);
    return new Logs(name, follow);
  }
}
