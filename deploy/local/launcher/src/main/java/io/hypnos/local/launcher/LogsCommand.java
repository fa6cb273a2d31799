package io.hypnos.local.launcher;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Shows the ends of logs and, on request, what is added to them. */
final class LogsCommand {
  private static final int LINES_OF_ONE = 200;
  private static final int LINES_OF_EACH = 20;

  private final Context context;

  LogsCommand(Context context) {
    this.context = context;
  }

  int run(Optional<String> name, boolean follow) throws IOException, InterruptedException {
    Map<String, Path> logs = logs(context.data(), name);
    if (logs.values().stream().noneMatch(Files::exists)) {
      throw new StackException("There are no logs yet in %s.".formatted(context.data().logs()));
    }
    String format = name.isPresent() ? "%2$s" : "%-12s| %s";
    int lines = name.isPresent() ? LINES_OF_ONE : LINES_OF_EACH;
    List<LogFollower> followers = new ArrayList<>();
    for (Map.Entry<String, Path> log : logs.entrySet()) {
      followers.add(
          new LogFollower(
              log.getValue(),
              line -> context.terminal().say("%s", format.formatted(log.getKey(), line))));
    }
    for (LogFollower follower : followers) {
      follower.showTail(lines);
    }
    while (follow) {
      for (LogFollower follower : followers) {
        follower.showNew();
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
    return 0;
  }

  private static Map<String, Path> logs(DataDirectory data, Optional<String> name) {
    Map<String, Path> logs = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      logs.put(part.label(), data.log(part));
    }
    logs.put(Command.SUPERVISOR, data.supervisorLog());
    name.ifPresent(wanted -> logs.keySet().retainAll(List.of(wanted)));
    return logs;
  }
}
