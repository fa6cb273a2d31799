package io.hypnos.engine.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Something to be done.
 *
 * @param parent the goal (a memory) or task that it is a part of
 * @param statusReason why it is blocked or failed
 * @param dependencies tasks that must be completed first
 * @param contextRefs memories that help
 * @param memory the goal that it goes with when that is deleted
 * @param rowVersion moves with every change
 */
public record Task(
    UUID id,
    String space,
    Optional<String> organization,
    Optional<String> agent,
    Optional<UUID> parent,
    String title,
    String description,
    TaskStatus status,
    Optional<String> statusReason,
    double progress,
    List<UUID> dependencies,
    List<UUID> contextRefs,
    Optional<String> resultSummary,
    Optional<UUID> memory,
    Optional<Instant> dueAt,
    Instant createdAt,
    Instant updatedAt,
    long rowVersion) {
  public Task {
    dependencies = List.copyOf(dependencies);
    contextRefs = List.copyOf(contextRefs);
  }
}
