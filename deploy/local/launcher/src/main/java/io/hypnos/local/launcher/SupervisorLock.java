package io.hypnos.local.launcher;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.ProcessCommandLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to run the stack of a data directory. The kernel takes it back when its holder dies,
 * however it dies. The file names the holder's process.
 */
final class SupervisorLock implements AutoCloseable {
  private final FileChannel channel;

  private SupervisorLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock, or says who has it. */
  static SupervisorLock take(DataDirectory data) throws IOException {
    return tryTake(data)
        .orElseThrow(
            () ->
                new AlreadyRunningException(
                    "Hypnos is already running with the data in %s (supervisor: process %s);"
                            .formatted(data.root(), holder(data).map(String::valueOf).orElse("?"))
                        + " './hypnos status' shows it, './hypnos down' stops it."));
  }

  static Optional<SupervisorLock> tryTake(DataDirectory data) throws IOException {
    Files.createDirectories(data.run());
    FileChannel channel =
        FileChannel.open(data.supervisorPid(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new SupervisorLock(channel));
  }

  /** Writes the id of this process for those who come later. */
  void sign() throws IOException {
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /** The process that holds the lock, if it is a supervisor indeed. */
  static Optional<Long> holder(DataDirectory data) {
    return read(data.supervisorPid())
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .filter(pid -> ProcessCommandLine.contains(pid, Main.class.getName()));
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).trim());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
