package io.hypnos.engine.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Something to be done.
 *
 * @param id given when others of the same call depend on it
 */
public record NewTask(
    Optional<UUID> id,
    String space,
    Optional<String> organization,
    Optional<String> agent,
    Optional<UUID> parent,
    String title,
    String description,
    List<UUID> dependencies,
    List<UUID> contextRefs,
    Optional<UUID> memory,
    Optional<Instant> dueAt) {

  public static NewTask of(String space, UUID parent, String title) {
    return new NewTask(
        Optional.empty(),
        space,
        Optional.empty(),
        Optional.empty(),
        Optional.of(parent),
        title,
        "",
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  public NewTask withId(UUID other) {
    return new NewTask(
        Optional.of(other),
        space,
        organization,
        agent,
        parent,
        title,
        description,
        dependencies,
        contextRefs,
        memory,
        dueAt);
  }

  public NewTask after(UUID... tasks) {
    return new NewTask(
        id,
        space,
        organization,
        agent,
        parent,
        title,
        description,
        List.of(tasks),
        contextRefs,
        memory,
        dueAt);
  }
}
