package io.hypnos.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the compiler of this JVM takes of the processors; Linux says it of each thread. */
final class CompilerThreads {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final double TICKS_A_SECOND = 100;

  private CompilerThreads() {}

  /** Nothing where that is not told. */
  static double seconds() {
    if (!Files.isDirectory(TASKS)) {
      return 0;
    }
    try (Stream<Path> tasks = Files.list(TASKS)) {
      return tasks.mapToDouble(CompilerThreads::seconds).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double seconds(Path task) {
    try {
      String name = Files.readString(task.resolve("comm"));
      if (!name.startsWith("C1 Compiler") && !name.startsWith("C2 Compiler")) {
        return 0;
      }
      String stat = Files.readString(task.resolve("stat"));
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS_A_SECOND;
    } catch (IOException e) {
      return 0; // It ended in between.
    }
  }
}
