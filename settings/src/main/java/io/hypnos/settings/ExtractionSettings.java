package io.hypnos.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reading documents, in a child process with bounds. */
public record ExtractionSettings(
    @Setting(
            value = "256MB",
            min = "64MB",
            max = "8GB",
            doc = "Heap of the child process that reads documents.")
        DataSize heap,
    @Setting(value = "30s", min = "1s", max = "10m", doc = "Longest time for one document.")
        Duration timeout,
    @Setting(
            value = "2000000",
            min = "1000",
            max = "50000000",
            doc = "Characters kept of one document with all that is in it.")
        int maxCharacters,
    @Setting(
            value = "100000",
            min = "10",
            max = "10000000",
            doc = "Rows of one table file; a larger one is refused.")
        int maxRows,
    @Setting(
            value = "500",
            min = "1",
            max = "100000",
            doc = "Documents within one document, such as an archive; more and it is refused.")
        int maxParts,
    @Setting(
            value = "3",
            min = "1",
            max = "20",
            doc = "How deep containers may stand in containers; what lies deeper is left out.")
        int maxDepth,
    @Setting(
            value = "200MB",
            min = "1MB",
            max = "10GB",
            doc = "What all containers of one document may unpack to.")
        DataSize maxUnpacked,
    @Setting(
            value = "100",
            min = "2",
            max = "10000",
            doc = "How many times its size an archive may unpack to.")
        int maxRatio,
    @Setting(doc = "Folder of the reader's jars; unset, the one of this installation.")
        Optional<Path> library) {

  /** The usual bounds, with another heap, time, length and folder. */
  public static ExtractionSettings of(
      DataSize heap, Duration timeout, int maxCharacters, Optional<Path> library) {
    return new ExtractionSettings(
        heap, timeout, maxCharacters, 100_000, 500, 3, DataSize.ofMegabytes(200), 100, library);
  }
}
