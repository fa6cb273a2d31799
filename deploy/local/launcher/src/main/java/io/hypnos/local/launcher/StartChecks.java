package io.hypnos.local.launcher;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.FreePorts;
import io.hypnos.local.stack.PartPort;
import io.hypnos.local.stack.StackException;
import io.hypnos.settings.DataSize;
import io.hypnos.settings.HypnosSettings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What must be true before a start; each that is not is one sentence. */
final class StartChecks {
  private StartChecks() {}

  static void dataDirectoryIsWritable(DataDirectory data) {
    try {
      Files.createDirectories(data.run());
      Files.createDirectories(data.logs());
      Files.delete(Files.createTempFile(data.run(), "write-check", null));
      Files.delete(Files.createTempFile(data.root(), "write-check", null));
    } catch (IOException e) {
      throw new StackException(
          "Cannot write to the data directory %s: %s (setting hypnos.data, HYPNOS_DATA)."
              .formatted(data.root(), reason(e)),
          e);
    }
  }

  private static String reason(IOException problem) {
    if (problem instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (problem instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is not a directory";
    }
    if (problem instanceof FileSystemException detailed && detailed.getReason() != null) {
      return detailed.getReason();
    }
    return problem.getMessage();
  }

  static void diskHasRoom(DataDirectory data, DataSize wanted) throws IOException {
    DataSize free = new DataSize(Files.getFileStore(data.root()).getUsableSpace());
    if (free.compareTo(wanted) < 0) {
      throw new StackException(
          "Only %d MB are free for the data directory %s and a start asks for %d MB (setting"
                  .formatted(free.megabytes(), data.root(), wanted.megabytes())
              + " hypnos.local.min-free-disk).");
    }
  }

  static void portsAreFree(HypnosSettings settings) {
    List<PartPort> ports = PartPort.of(settings).stream().filter(port -> port.port() != 0).toList();
    refuseTwins(ports);
    String busy =
        ports.stream()
            .filter(port -> !FreePorts.isFree(port.host(), port.port()))
            .map(
                port ->
                    "port %d of %s (setting %s, %s)"
                        .formatted(
                            port.port(), port.part().label(), port.setting(), port.variable()))
            .collect(Collectors.joining(", "));
    if (!busy.isEmpty()) {
      throw new StackException("In use by another program: " + busy + ".");
    }
  }

  private static void refuseTwins(List<PartPort> ports) {
    Map<Integer, PartPort> seen = new HashMap<>();
    for (PartPort port : ports) {
      PartPort twin = seen.putIfAbsent(port.port(), port);
      if (twin != null) {
        throw new StackException(
            "Port %d is given twice, by %s and %s."
                .formatted(port.port(), twin.setting(), port.setting()));
      }
    }
  }
}
