package io.hypnos.local.launcher;

import io.hypnos.local.stack.OutsideCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Memory of a process and its children. Where the kernel tells it, a page that several of them
 * share counts once in total, not once for each.
 */
final class ProcessMemory {
  private ProcessMemory() {}

  static long megabytes(ProcessHandle process) {
    long kilobytes =
        Stream.concat(Stream.of(process), process.descendants())
            .mapToLong(member -> kilobytes(member.pid()))
            .sum();
    return Math.round(kilobytes / 1024.0);
  }

  private static long kilobytes(long pid) {
    Path directory = Path.of("/proc", String.valueOf(pid));
    return field(directory.resolve("smaps_rollup"), "Pss:")
        .or(() -> field(directory.resolve("status"), "VmRSS:"))
        .orElseGet(() -> askTool(pid));
  }

  private static Optional<Long> field(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException | java.io.UncheckedIOException e) {
      // The process ended, or this is not Linux, or the kernel does not tell.
      return Optional.empty();
    }
  }

  private static long askTool(long pid) {
    return OutsideCommand.run(List.of("ps", "-o", "rss=", "-p", String.valueOf(pid)))
        .map(result -> result.output().trim())
        .filter(text -> text.matches("\\d{1,15}"))
        .map(Long::valueOf)
        .orElse(0L);
  }
}
