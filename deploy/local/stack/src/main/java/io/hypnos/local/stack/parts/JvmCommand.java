package io.hypnos.local.stack.parts;

import io.hypnos.local.part.ClassArchive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a part that runs in a JVM of its own. */
final class JvmCommand {
  private static final String FRAME = "io.hypnos.local.part.Supervised";

  private final List<String> prefix = new ArrayList<>();
  private final List<String> flags = new ArrayList<>();
  private final Path runtime;
  private final String mainClass;

  /**
   * @param runtime the staged runtime of the part's module
   */
  JvmCommand(Path runtime, String mainClass) {
    this.runtime = runtime;
    this.mainClass = mainClass;
  }

  JvmCommand with(String... more) {
    flags.addAll(List.of(more));
    return this;
  }

  /** Lets the process give way to others. */
  JvmCommand yielding(int niceness) {
    prefix.addAll(Niceness.prefix(niceness));
    return this;
  }

  /**
   * @param temporary the part's own directory for temporary files; it stands early in the command
   *     line, where it tells one stack's process from another's
   */
  List<String> build(Path temporary) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Duser.timezone=UTC");
    for (String opened : List.of("java.lang", "java.util", "java.time")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(ClassArchive.of(runtime).flags());
    command.addAll(flags);
    command.addAll(List.of("-cp", runtime.resolve("lib") + "/*", FRAME, mainClass));
    return command;
  }
}
