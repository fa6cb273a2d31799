package io.hypnos.engine.sleep;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.event.Outbox.Change;
import io.hypnos.engine.memory.LifeImage;
import io.hypnos.engine.memory.MemoryRewriter;
import io.hypnos.engine.memory.MemoryRewriter.Traces;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.task.Tasks;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.triple.Triples;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Undoes a run in one transaction. Whatever the run made or changed must still be as it left it;
 * else nothing is undone, because undoing would take somebody's later work along.
 */
final class RunUndo {
  private static final String ACTION = "sleep.roll_back";
  private static final int NAMED = 20;

  private static final String ROLLED_BACK =
      """
      UPDATE run
      SET state = 'rolled_back', space_version = NULL
      WHERE tenant_id = :tenant AND run_id = :id
      """;

  /** Memories that somebody else has put behind what the run made. */
  private static final String BEHIND =
      """
      SELECT memory_id
      FROM memory
      WHERE tenant_id = :tenant
        AND (consolidated_into = ANY(:made) OR superseded_by = ANY(:made))
        AND NOT memory_id = ANY(:own)
      ORDER BY memory_id
      LIMIT 20
      """;

  private final Database database;
  private final SpaceAccess access;
  private final RunStore store;
  private final MemoryRewriter rewriter;
  private final Triples triples;
  private final Tasks tasks;
  private final ReadMarks marks;
  private final Clock clock;

  RunUndo(
      Database database,
      SpaceAccess access,
      RunStore store,
      MemoryRewriter rewriter,
      Triples triples,
      Tasks tasks,
      ReadMarks marks,
      Clock clock) {
    this.database = database;
    this.access = access;
    this.store = store;
    this.rewriter = rewriter;
    this.triples = triples;
    this.tasks = tasks;
    this.marks = marks;
    this.clock = clock;
  }

  void rollBack(Caller caller, UUID runId) {
    Traces traces = database.inTenant(caller.tenantId(), handle -> rollBack(handle, caller, runId));
    rewriter.project(database, caller.tenantId(), traces);
  }

  private Traces rollBack(Handle handle, Caller caller, UUID runId) {
    Run run =
        store
            .lock(handle, caller.tenantId(), runId)
            .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "no such run: " + runId));
    access.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(run.space()));
    if (run.state() == RunState.ROLLED_BACK) {
      return Traces.NONE;
    }
    if (run.state() != RunState.DONE || run.dry()) {
      throw new HypnosException(
          ErrorCode.CONFLICT,
          "run %s is %s and has nothing to undo"
              .formatted(runId, run.dry() ? "a dry run" : run.state().text()),
          Map.of("reason", "state"),
          null);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<RunChanges.Line> lines = RunChanges.read(handle, caller.tenantId(), runId);
    Traces traces = undo(handle, caller, lines, now);
    marks.unmark(handle, caller.tenantId(), runId);
    handle.createUpdate(ROLLED_BACK).bind("tenant", caller.tenantId()).bind("id", runId).execute();
    return traces;
  }

  private Traces undo(Handle handle, Caller caller, List<RunChanges.Line> lines, Instant now) {
    UUID tenantId = caller.tenantId();
    List<UUID> made = ids(lines, RunChanges.MEMORY, RunChanges.CREATE);
    TreeSet<UUID> touched = new TreeSet<>(made);
    touched.addAll(ids(lines, RunChanges.MEMORY, RunChanges.UPDATE));
    Map<UUID, LifeImage> present = rewriter.lock(handle, tenantId, touched);
    requireUntouched(handle, tenantId, lines, made, present);
    List<UUID> foundTasks = ids(lines, RunChanges.TASK, RunChanges.CREATE);
    if (tasks.removeFound(handle, tenantId, foundTasks) != foundTasks.size()) {
      throw conflict("a task that the run found has been worked on", List.of());
    }
    triples.removeFound(handle, tenantId, ids(lines, RunChanges.TRIPLE, RunChanges.CREATE));
    lines.stream()
        .filter(line -> line.target().equals(RunChanges.EDGE))
        .forEach(line -> RunEdges.remove(handle, tenantId, line.id()));
    List<LifeImage> wanted = new ArrayList<>();
    for (RunChanges.Line line : lines) {
      if (line.target().equals(RunChanges.MEMORY) && line.change().equals(RunChanges.UPDATE)) {
        LifeImage before = line.imageBefore();
        wanted.add(before.atVersion(present.get(before.id()).rowVersion()));
      }
    }
    List<LifeImage> restored = rewriter.change(handle, caller, wanted);
    List<LifeImage> going = made.stream().map(present::get).toList();
    Traces gone = rewriter.remove(handle, caller, ACTION, going, now);
    return gone.and(
        rewriter.record(handle, caller, ACTION, restored, present, Map.<UUID, Change>of(), now));
  }

  private static void requireUntouched(
      Handle handle,
      UUID tenantId,
      List<RunChanges.Line> lines,
      List<UUID> made,
      Map<UUID, LifeImage> present) {
    Set<UUID> touched = new LinkedHashSet<>();
    for (UUID id : made) {
      LifeImage image = present.get(id);
      if (image == null || image.rowVersion() != 1) {
        touched.add(id);
      }
    }
    for (RunChanges.Line line : lines) {
      if (line.target().equals(RunChanges.MEMORY) && line.change().equals(RunChanges.UPDATE)) {
        LifeImage after = line.imageAfter();
        LifeImage image = present.get(after.id());
        if (image == null || image.rowVersion() != after.rowVersion()) {
          touched.add(after.id());
        }
      }
    }
    if (!made.isEmpty()) {
      touched.addAll(RunEdges.drawnLater(handle, tenantId, made));
      touched.addAll(
          behind(handle, tenantId, made, ids(lines, RunChanges.MEMORY, RunChanges.UPDATE)));
    }
    if (!touched.isEmpty()) {
      throw conflict(
          "%d memories of the run have been changed since".formatted(touched.size()),
          touched.stream().limit(NAMED).map(UUID::toString).toList());
    }
  }

  private static List<UUID> behind(Handle handle, UUID tenantId, List<UUID> made, List<UUID> own) {
    return handle
        .createQuery(BEHIND)
        .bind("tenant", tenantId)
        .bind("made", made.toArray(UUID[]::new))
        .bind("own", own.toArray(UUID[]::new))
        .mapTo(UUID.class)
        .list();
  }

  private static HypnosException conflict(String message, List<String> memories) {
    return new HypnosException(
        ErrorCode.CONFLICT, message, Map.of("reason", "changed_since", "memories", memories), null);
  }

  private static List<UUID> ids(List<RunChanges.Line> lines, String target, String change) {
    return lines.stream()
        .filter(line -> line.target().equals(target) && line.change().equals(change))
        .map(line -> UUID.fromString(line.id()))
        .toList();
  }
}
