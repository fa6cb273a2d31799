package io.hypnos.local.opensearch;

import io.hypnos.local.part.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the node keeps all that it writes, apart from the runtime folder that it runs from. */
record NodeDirectories(Path root) {
  Path config() {
    return root.resolve("config");
  }

  Path data() {
    return root.resolve("data");
  }

  Path logs() {
    return root.resolve("logs");
  }

  private Path temporary() {
    return root.resolve("tmp");
  }

  /** Before anything else: the JDK reads the place of temporary files only once. */
  void moveTemporaryFiles() {
    System.setProperty("java.io.tmpdir", temporary().toString());
    System.setProperty("jna.tmpdir", temporary().toString());
  }

  void prepare() {
    try {
      // A killed node leaves unpacked native libraries behind.
      deleteTree(temporary());
      for (Path directory : List.of(temporary(), config(), data(), logs())) {
        Files.createDirectories(directory);
      }
    } catch (IOException e) {
      throw new StartException("OpenSearch cannot prepare %s: %s.".formatted(root, e), e);
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
