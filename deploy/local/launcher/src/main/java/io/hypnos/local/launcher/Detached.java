package io.hypnos.local.launcher;

import io.hypnos.local.stack.Installation;
import io.hypnos.local.stack.OwnSession;
import io.hypnos.local.stack.supervision.PartLog;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the supervisor as a process that outlives this one and its terminal. */
final class Detached {
  private Detached() {}

  static Process startSupervisor(Context context) throws IOException {
    Path file = context.data().supervisorLog();
    PartLog log = new PartLog(file);
    log.write("--- supervisor started at " + context.clock().instant());
    log.close();
    List<String> command = new ArrayList<>(OwnSession.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("-D" + Installation.ROOT_PROPERTY + "=" + context.installation().root());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "supervise"));
    return new ProcessBuilder(command)
        .directory(context.workingDirectory().toFile())
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()))
        .start();
  }
}
