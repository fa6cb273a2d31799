package io.hypnos.local.stack.supervision;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The log file of a part; moved aside when it is large, three old ones are kept. */
public final class PartLog {
  private static final long LARGE = 20L * 1024 * 1024;
  private static final int KEPT = 3;

  private final Path file;
  private final long large;
  private BufferedWriter writer;
  private long size;

  public PartLog(Path file) {
    this(file, LARGE);
  }

  PartLog(Path file, long large) {
    this.file = file;
    this.large = large;
  }

  public synchronized void write(String line) throws IOException {
    if (writer == null) {
      open();
    }
    writer.write(line);
    writer.newLine();
    writer.flush();
    size += line.length() + 1L;
    if (size > large) {
      close();
    }
  }

  public synchronized void close() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  /** The last lines of a log. */
  public static List<String> tail(Path file, int lines) {
    if (!Files.exists(file)) {
      return List.of();
    }
    Deque<String> last = new ArrayDeque<>();
    try (BufferedReader reader =
        new BufferedReader(
            new java.io.InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (line != null) {
        last.addLast(line);
        if (last.size() > lines) {
          last.removeFirst();
        }
        line = reader.readLine();
      }
    } catch (IOException e) {
      return List.of("(cannot read " + file + ": " + e.getMessage() + ")");
    }
    return List.copyOf(last);
  }

  private void open() throws IOException {
    if (Files.exists(file) && Files.size(file) > large) {
      for (int age = KEPT - 1; age >= 1; age--) {
        moveIfThere(aged(age), aged(age + 1));
      }
      moveIfThere(file, aged(1));
    }
    writer =
        Files.newBufferedWriter(
            file,
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND,
            StandardOpenOption.WRITE);
    size = Files.size(file);
  }

  private Path aged(int age) {
    return file.resolveSibling(file.getFileName() + "." + age);
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
