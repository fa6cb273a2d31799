package io.hypnos.local.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;

/**
 * The checkpoints of one job: {@code <job id>/chk-<number>/_metadata}. Every submission has a job
 * id of its own.
 */
record CheckpointFolder(Path path) {
  private static final FileTime GONE = FileTime.fromMillis(0);
  private static final String METADATA = "_metadata";

  /** Folders of all complete checkpoints, the newest first. Metadata is written last. */
  List<Path> complete() {
    return folders(path).stream()
        .flatMap(job -> completeOf(job).stream())
        .sorted(Comparator.comparing(CheckpointFolder::writtenAt).reversed())
        .toList();
  }

  boolean hasCompleteOf(JobID job) {
    return !completeOf(path.resolve(job.toHexString())).isEmpty();
  }

  /** Deletes what earlier submissions left; the checkpoints of this one stand on their own. */
  void deleteAllBut(JobID job) {
    for (Path folder : folders(path)) {
      if (!folder.getFileName().toString().equals(job.toHexString())) {
        try {
          FlinkDirectories.delete(folder);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  static Path metadataOf(Path checkpoint) {
    return checkpoint.resolve(METADATA);
  }

  private static List<Path> completeOf(Path job) {
    return folders(job).stream()
        .filter(folder -> folder.getFileName().toString().startsWith("chk-"))
        .filter(folder -> Files.isRegularFile(metadataOf(folder)))
        .toList();
  }

  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(parent)) {
      return found.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileTime writtenAt(Path checkpoint) {
    try {
      return Files.getLastModifiedTime(metadataOf(checkpoint));
    } catch (NoSuchFileException e) {
      return GONE; // Flink removes checkpoints that it no longer needs at any time.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
