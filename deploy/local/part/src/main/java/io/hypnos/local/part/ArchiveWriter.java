package io.hypnos.local.part;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/** Writes the class archive of this process when its command line asks for one. */
final class ArchiveWriter {
  private static final Duration LONGEST_WRITING = Duration.ofMinutes(10);
  private static final AtomicBoolean ASKED = new AtomicBoolean();

  private ArchiveWriter() {}

  /** Called when the part is ready; only the first call counts. */
  static void writeIfWanted() {
    String wanted = System.getProperty(ClassArchive.WANTED);
    if (wanted == null || !ASKED.compareAndSet(false, true)) {
      return;
    }
    try {
      write(Path.of(wanted));
    } catch (IOException | JMException e) {
      System.err.println("No class archive was written, starts stay slow: " + e.getMessage());
    }
  }

  private static void write(Path file) throws IOException, JMException {
    if (Files.exists(file)) {
      return;
    }
    Files.createDirectories(file.getParent());
    // Several stacks may start for the first time at once: nobody sees half an archive.
    Path draft = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    String answer = dump(draft);
    if (!Files.exists(draft)) {
      throw new IOException(answer.strip());
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    deleteOlder(file);
  }

  private static String dump(Path draft) throws JMException {
    return String.valueOf(
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "vmCds",
                new Object[] {new String[] {"dynamic_dump", draft.toString()}},
                new String[] {String[].class.getName()}));
  }

  /**
   * Archives of other jars or JDKs, and what starts that were cut short have left. A process that
   * still maps an archive keeps it.
   */
  private static void deleteOlder(Path current) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(current.getParent())) {
      files = found.filter(file -> !file.equals(current)).toList();
    }
    Instant abandoned = Files.getLastModifiedTime(current).toInstant().minus(LONGEST_WRITING);
    for (Path file : files) {
      if (file.toString().endsWith(ClassArchive.SUFFIX)
          || Files.getLastModifiedTime(file).toInstant().isBefore(abandoned)) {
        Files.deleteIfExists(file);
      }
    }
  }
}
