package io.hypnos.local.launcher;

import io.hypnos.local.stack.supervision.PartLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a log that grows, and starts over when it was moved aside for a new one. */
final class LogFollower {
  private final Path file;
  private final Consumer<String> lines;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private long position;

  LogFollower(Path file, Consumer<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  void showTail(int count) throws IOException {
    position = size();
    PartLog.tail(file, count).forEach(lines);
  }

  void showNew() throws IOException {
    long size = size();
    if (size < position) {
      position = 0;
    }
    if (size > position) {
      read(size);
    }
  }

  private void read(long end) throws IOException {
    byte[] block = new byte[8192];
    try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
      reader.seek(position);
      int count = 0;
      while (position < end && count >= 0) {
        count = reader.read(block, 0, (int) Math.min(block.length, end - position));
        take(block, Math.max(count, 0));
        position += Math.max(count, 0);
      }
    }
  }

  private void take(byte[] block, int count) {
    for (int i = 0; i < count; i++) {
      if (block[i] == '\n') {
        lines.accept(unfinished.toString(StandardCharsets.UTF_8));
        unfinished.reset();
      } else {
        unfinished.write(block[i]);
      }
    }
  }

  private long size() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
