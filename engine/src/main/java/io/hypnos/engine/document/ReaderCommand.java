package io.hypnos.engine.document;

import io.hypnos.settings.ExtractionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How the reader's child process is started. */
final class ReaderCommand {
  private static final String MAIN = "io.hypnos.extractor.ExtractorMain";
  private static final String STAGED = "document-extractor/target/runtime/lib";

  private ReaderCommand() {}

  static ProcessBuilder of(ExtractionSettings settings, Path scratch) {
    Path library = library(settings).toAbsolutePath().normalize();
    if (!Files.isDirectory(library)) {
      throw new IllegalStateException(
          "the document reader is not installed at %s (setting hypnos.extraction.library)"
              .formatted(library));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + settings.heap().megabytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:-UsePerfData",
                // Standard output belongs to the frames.
                "-XX:+DisplayVMOutputToStderr",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + scratch,
                "-cp",
                library.resolve("*").toString(),
                MAIN));
    // What reads hostile documents knows no secrets.
    builder.environment().clear();
    return builder.directory(scratch.toFile());
  }

  private static Path library(ExtractionSettings settings) {
    return settings.library().or(ReaderCommand::staged).orElse(Path.of(STAGED));
  }

  private static Optional<Path> staged() {
    return Optional.ofNullable(System.getProperty("hypnos.root"))
        .or(() -> Optional.ofNullable(System.getenv("HYPNOS_HOME")))
        .map(root -> Path.of(root).resolve(STAGED));
  }
}
