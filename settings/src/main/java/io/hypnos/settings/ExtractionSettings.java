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
            doc = "Characters kept of one document.")
        int maxCharacters,
    @Setting(doc = "Folder of the reader's jars; unset, the one of this installation.")
        Optional<Path> library) {}
