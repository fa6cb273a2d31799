package io.hypnos.engine.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A child's own temporary files, which a killed child cannot remove itself. */
record ScratchFolder(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

  static ScratchFolder create() {
    try {
      return new ScratchFolder(Files.createTempDirectory("hypnos-reader"));
    } catch (IOException e) {
      throw new IllegalStateException("the document reader has no temporary folder", e);
    }
  }

  void delete() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("temporary files of the document reader stay at {}", path, e);
    }
  }
}
