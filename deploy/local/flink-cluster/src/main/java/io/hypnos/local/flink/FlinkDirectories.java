package io.hypnos.local.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the cluster keeps below the data directory. */
record FlinkDirectories(Path root) {

  static FlinkDirectories below(Path data) {
    return new FlinkDirectories(data.resolve("flink").toAbsolutePath().normalize());
  }

  /** Kept over restarts; one folder per job. */
  Path checkpointsOf(String job) {
    return root.resolve("checkpoints").resolve(job);
  }

  /** Working files of this run. */
  Path temporary() {
    return root.resolve("tmp");
  }

  /** A killed process leaves its unpacked libraries and its RocksDB files behind. */
  void prepare() {
    try {
      delete(temporary());
      Files.createDirectories(temporary());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> found = Files.walk(tree)) {
      deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  /** The way in which Flink writes a path; a URI would have it escape what it does not unescape. */
  static String flinkPath(Path path) {
    return org.apache.flink.core.fs.Path.fromLocalFile(path.toFile()).toString();
  }
}
