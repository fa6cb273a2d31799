package io.hypnos.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one directory that holds all that the local stack keeps; the path is absolute. */
public record DataDirectory(Path root) {

  public static DataDirectory of(Path configured, Path workingDirectory) {
    return new DataDirectory(workingDirectory.resolve(configured).toAbsolutePath().normalize());
  }

  /** Makes the directories that every start needs. */
  public void create() {
    try {
      Files.createDirectories(run());
      Files.createDirectories(logs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path of(Part part) {
    return root.resolve(part.label());
  }

  public Path logs() {
    return root.resolve("logs");
  }

  public Path log(Part part) {
    return logs().resolve(part.label() + ".log");
  }

  public Path supervisorLog() {
    return logs().resolve("supervisor.log");
  }

  /** What lives as long as a run: locks, process ids, resolved settings, temporary files. */
  public Path run() {
    return root.resolve("run");
  }

  public Path effectiveSettings() {
    return run().resolve("effective.yml");
  }

  public Path state() {
    return run().resolve("state.json");
  }

  /** Names the process of the supervisor, which holds a lock on it. */
  public Path supervisorPid() {
    return run().resolve("supervisor.pid");
  }

  public Path temporary(Part part) {
    return run().resolve("tmp").resolve(part.label());
  }

  public Path rootKey() {
    return root.resolve("root-key");
  }

  public Path secrets() {
    return root.resolve("secrets.yml");
  }
}
