package io.hypnos.connectors.connection;

import io.hypnos.connectors.sync.SyncResult.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A run that has ended. */
public record Run(
    UUID id,
    String trigger,
    String status,
    int synced,
    int deleted,
    int failed,
    List<Problem> problems,
    Optional<String> error,
    Instant createdAt,
    Instant endedAt) {
  public Run {
    problems = List.copyOf(problems);
  }

  public Duration took() {
    return Duration.between(createdAt, endedAt);
  }
}
