package io.hypnos.engine.task;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.StorableText;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Tasks, for somebody: what is to be done, in which order, and how it stands. */
public final class Tasks {
  private static final int DEEPEST = 10;
  private static final int LONGEST_TITLE = 1000;
  private static final int LONGEST_TEXT = 100_000;
  private static final int MOST_REFERENCES = 100;

  private final Database database;
  private final Visibilities visibilities;
  private final SpaceAccess spaces;
  private final AuditLog audit;
  private final Supplier<UUID> ids;
  private final Clock clock;
  private final TaskStore store = new TaskStore();

  public Tasks(
      Database database,
      Visibilities visibilities,
      SpaceAccess spaces,
      AuditLog audit,
      Supplier<UUID> ids,
      Clock clock) {
    this.database = database;
    this.visibilities = visibilities;
    this.spaces = spaces;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /** Keeps tasks, all or none, in their order. */
  public List<Task> create(Caller caller, List<NewTask> tasks) {
    tasks.forEach(Tasks::requireSound);
    List<UUID> all = tasks.stream().map(task -> task.id().orElseGet(ids)).toList();
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          spaces.requireWrite(
              handle,
              caller.tenantId(),
              caller.keyId(),
              tasks.stream().map(NewTask::space).distinct().toList());
          store.insertAll(handle, caller.tenantId(), tasks, all, now());
          all.forEach(
              id -> audit.record(handle, caller.actor(), "task.create", id.toString(), Map.of()));
          Map<UUID, Task> stored = new HashMap<>();
          store
              .find(handle, ofTenant(caller.tenantId()), all, "")
              .forEach(task -> stored.put(task.id(), task));
          return all.stream().map(stored::get).toList();
        });
  }

  /**
   * Keeps tasks that the engine itself has read out of memories, within its transaction. What a
   * memory said already when it was read before is not kept twice.
   */
  public List<UUID> keepFound(Handle handle, UUID tenantId, List<NewTask> found, Instant now) {
    List<NewTask> sound =
        found.stream()
            .filter(Tasks::isSound)
            .filter(task -> !store.isKnown(handle, tenantId, task))
            .toList();
    List<UUID> all = sound.stream().map(task -> task.id().orElseGet(ids)).toList();
    if (!all.isEmpty()) {
      store.insertAll(handle, tenantId, sound, all, now);
    }
    return all;
  }

  private static boolean isSound(NewTask task) {
    try {
      requireSound(task);
      return true;
    } catch (HypnosException e) {
      return false; // What a rule or a model takes for a task may be anything.
    }
  }

  /** Takes back what {@link #keepFound} kept and nobody has touched; says how many. */
  public int removeFound(Handle handle, UUID tenantId, List<UUID> found) {
    return store.deleteUntouched(handle, tenantId, found);
  }

  public Task find(Viewer viewer, UUID id) {
    return database.inTenant(
        viewer.tenantId(),
        handle ->
            store.find(handle, scope(handle, viewer, Optional.empty()), List.of(id), "").stream()
                .findFirst()
                .orElseThrow(() -> notFound(id)));
  }

  /**
   * The tasks below each of some goals or tasks, up to ten levels deep, oldest first. A root
   * without any has an empty list.
   */
  public Map<UUID, List<TaskNode>> trees(Viewer viewer, List<UUID> roots) {
    List<Task> below =
        database.inTenant(
            viewer.tenantId(),
            handle -> store.below(handle, scope(handle, viewer, Optional.empty()), roots, DEEPEST));
    Map<UUID, List<Task>> children = new HashMap<>();
    for (Task task : below) {
      children.computeIfAbsent(task.parent().orElseThrow(), none -> new ArrayList<>()).add(task);
    }
    Map<UUID, List<TaskNode>> trees = new LinkedHashMap<>();
    for (UUID root : roots) {
      trees.put(root, nodes(root, children, new HashSet<>(), 1));
    }
    return trees;
  }

  private static List<TaskNode> nodes(
      UUID parent, Map<UUID, List<Task>> children, Set<UUID> path, int depth) {
    List<TaskNode> nodes = new ArrayList<>();
    for (Task task : children.getOrDefault(parent, List.of())) {
      if (depth <= DEEPEST && path.add(task.id())) {
        nodes.add(new TaskNode(task, nodes(task.id(), children, path, depth + 1)));
        path.remove(task.id());
      }
    }
    return nodes;
  }

  /** Tasks that wait for nothing: pending, and all they depend on is there and completed. */
  public List<Task> ready(Viewer viewer, Optional<String> space, int limit) {
    return database.inTenant(
        viewer.tenantId(), handle -> store.ready(handle, scope(handle, viewer, space), limit));
  }

  /**
   * Says how a task stands.
   *
   * @param seenVersion the row version that the caller has seen; another one is a conflict
   */
  public Task changeStatus(
      Caller caller, Viewer viewer, UUID id, StatusChange change, Optional<Long> seenVersion) {
    change.reason().ifPresent(text -> requireText("reason", text, LONGEST_TEXT));
    change.resultSummary().ifPresent(text -> requireText("result_summary", text, LONGEST_TEXT));
    if (!change.progress().map(part -> part >= 0 && part <= 1).orElse(true)) {
      throw invalid("progress", "progress is between 0 and 1");
    }
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          Task before =
              store
                  .find(handle, scope(handle, viewer, Optional.empty()), List.of(id), "FOR UPDATE")
                  .stream()
                  .findFirst()
                  .orElseThrow(() -> notFound(id));
          spaces.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(before.space()));
          if (seenVersion.isPresent() && seenVersion.get() != before.rowVersion()) {
            throw new HypnosException(
                ErrorCode.CONFLICT,
                "task %s has changed meanwhile: version %d, seen %d"
                    .formatted(id, before.rowVersion(), seenVersion.get()),
                Map.of("reason", "version", "version", before.rowVersion()),
                null);
          }
          audit.record(
              handle,
              caller.actor(),
              "task.status",
              id.toString(),
              Map.of("status", change.status().text()));
          return store.changeStatus(handle, caller.tenantId(), id, change, now());
        });
  }

  private Condition scope(Handle handle, Viewer viewer, Optional<String> space) {
    List<String> hidden =
        visibilities
            .resolve(handle, viewer, Optional.empty(), History.NONE, Optional.empty())
            .hidden();
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("tenant", viewer.tenantId());
    arguments.put("hidden", hidden.toArray(String[]::new));
    String sql = "tenant_id = :tenant AND space <> ALL(:hidden)";
    if (viewer.person().isPresent()) {
      sql += " AND space = :personSpace";
      arguments.put("personSpace", viewer.person().get().space());
    }
    if (space.isPresent()) {
      sql += " AND space = :space";
      arguments.put("space", space.get());
    }
    return new Condition(sql, arguments);
  }

  private static Condition ofTenant(UUID tenantId) {
    return new Condition("tenant_id = :tenant", Map.of("tenant", tenantId));
  }

  private static HypnosException notFound(UUID id) {
    return new HypnosException(ErrorCode.NOT_FOUND, "no such task: " + id);
  }

  private static void requireSound(NewTask task) {
    StorableText.require("space", task.space());
    requireText("title", task.title(), LONGEST_TITLE);
    requireText("description", task.description(), LONGEST_TEXT);
    task.organization().ifPresent(text -> StorableText.require("organization", text));
    task.agent().ifPresent(text -> StorableText.require("agent", text));
    if (task.title().isBlank()) {
      throw invalid("title", "a task has a title");
    }
    if (Math.max(task.dependencies().size(), task.contextRefs().size()) > MOST_REFERENCES) {
      throw invalid(
          "dependencies", "a task refers to at most %d others".formatted(MOST_REFERENCES));
    }
  }

  private static void requireText(String field, String text, int longest) {
    StorableText.require(field, text);
    if (text.codePointCount(0, text.length()) > longest) {
      throw invalid(field, "%s has at most %d characters".formatted(field, longest));
    }
  }

  private static HypnosException invalid(String field, String message) {
    return new HypnosException(ErrorCode.VALIDATION, message, Map.of("field", field), null);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
