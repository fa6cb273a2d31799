package io.hypnos.connectors.sync;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param problems records that could not be read, and why; the first of them
 * @param resumeAt when a run that stopped early goes on
 */
public record SyncResult(
    Status status,
    int synced,
    int deleted,
    int failed,
    List<Problem> problems,
    Optional<String> error,
    Optional<Instant> resumeAt) {

  /** How it went. */
  public enum Status {
    SUCCESS,
    PARTIAL,
    ERROR;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A record that could not be read. */
  public record Problem(String id, String reason) {}

  public SyncResult {
    problems = List.copyOf(problems);
  }
}
