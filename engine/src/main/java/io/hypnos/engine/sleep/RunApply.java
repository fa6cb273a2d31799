package io.hypnos.engine.sleep;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.event.Outbox.Change;
import io.hypnos.engine.graph.Relations;
import io.hypnos.engine.memory.DerivedMemory;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.LifeImage;
import io.hypnos.engine.memory.MemoryRewriter;
import io.hypnos.engine.memory.MemoryRewriter.Traces;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.engine.sleep.RunQueue.Leased;
import io.hypnos.engine.task.Tasks;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.triple.Triples;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Carries a plan out in one transaction together with the end of its run: after a crash either all
 * of it has happened and the run says so, or nothing has and the run can be begun again. A group of
 * which a member has changed since the cut is passed over.
 */
final class RunApply {
  private static final String ACTION = "sleep.apply";

  private final Database database;
  private final MemoryRewriter rewriter;
  private final Triples triples;
  private final Tasks tasks;
  private final ReadMarks marks;
  private final RunEnd end;
  private final Clock clock;

  RunApply(
      Database database,
      MemoryRewriter rewriter,
      Triples triples,
      Tasks tasks,
      ReadMarks marks,
      RunEnd end,
      Clock clock) {
    this.database = database;
    this.rewriter = rewriter;
    this.triples = triples;
    this.tasks = tasks;
    this.marks = marks;
    this.end = end;
    this.clock = clock;
  }

  /** Carries the plan out, or, in a dry run, notes it. */
  Traces apply(Leased leased, Cut cut, Plan plan) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    UUID tenantId = leased.run().tenantId();
    return database.inTenant(tenantId, handle -> applyWithin(handle, leased, cut, plan, now));
  }

  Traces applyWithin(Handle handle, Leased leased, Cut cut, Plan plan, Instant now) {
    end.requireHeld(handle, leased);
    if (leased.run().dry()) {
      end.noteGroups(handle, leased.run(), plan.groups());
      end.done(handle, leased, Tally.planned(cut, plan, leased.run()), false, now);
      return Traces.NONE;
    }
    return new Work(handle, leased, cut, plan, now).done();
  }

  /** One plan on its way into the record. */
  private final class Work {
    private final Handle handle;
    private final Run run;
    private final Leased leased;
    private final Cut cut;
    private final Plan plan;
    private final Instant now;
    private final Caller caller;
    private final RunChanges changes = new RunChanges();
    private final Map<UUID, Long> seen = new HashMap<>();
    private final Map<UUID, LifeImage> before = new HashMap<>();
    private final Map<UUID, LifeImage> after = new LinkedHashMap<>();
    private final Map<UUID, Change> kinds = new HashMap<>();
    private final List<Plan.Group> carriedOut = new ArrayList<>();
    private int passedOver;

    Work(Handle handle, Leased leased, Cut cut, Plan plan, Instant now) {
      this.handle = handle;
      this.leased = leased;
      this.run = leased.run();
      this.cut = cut;
      this.plan = plan;
      this.now = now;
      this.caller =
          new Caller(
              run.tenantId(),
              run.createdBy(),
              io.hypnos.engine.tenancy.Plan.UNLIMITED,
              run.requestId());
      cut.items().forEach(item -> seen.put(item.id(), item.rowVersion()));
    }

    Traces done() {
      TreeSet<UUID> touched = new TreeSet<>(plan.distinctive());
      plan.groups().forEach(group -> touched.addAll(group.members()));
      touched.addAll(plan.stale());
      touched.addAll(plan.forgotten());
      touched.addAll(plan.expired());
      before.putAll(rewriter.lock(handle, run.tenantId(), touched));
      marks.hold(handle, run.tenantId(), plan.reading().read());
      // From here on nobody else moves the space; what has moved it since the cut shows.
      boolean isUndisturbed = end.lockSpace(handle, run) == cut.spaceVersion();
      List<DerivedMemory> derived = new ArrayList<>();
      for (Plan.Group group : plan.groups()) {
        carryOut(group, derived);
      }
      long distinctive = protect();
      Tally.Archived archived =
          new Tally.Archived(
              archive(plan.stale()), archive(plan.forgotten()), archive(plan.expired()));
      Traces created = rewriter.create(handle, caller, derived, ACTION, now);
      derived.forEach(
          each -> changes.created(RunChanges.MEMORY, each.memory().memory().id().orElseThrow()));
      List<LifeImage> stored = rewriter.change(handle, caller, List.copyOf(after.values()));
      stored.forEach(image -> changes.updated(before.get(image.id()), image));
      Plan.Reading read = keepFound();
      draw();
      changes.store(handle, run.tenantId(), run.id());
      end.noteGroups(handle, run, carriedOut);
      Traces changed = rewriter.record(handle, caller, ACTION, stored, before, kinds, now);
      RunCounts counts =
          Tally.of(cut, plan.scanned(), carriedOut, distinctive, archived, read, passedOver, run);
      end.done(handle, leased, counts, isUndisturbed, now);
      return created.and(changed);
    }

    private boolean isAsSeen(UUID id) {
      LifeImage image = before.get(id);
      return image != null
          && image.isLive()
          && image.rowVersion() == seen.getOrDefault(id, image.rowVersion())
          && image.space().equals(run.space());
    }

    private void carryOut(Plan.Group group, List<DerivedMemory> derived) {
      if (!group.members().stream().allMatch(id -> isAsSeen(id) && !after.containsKey(id))) {
        passedOver++;
        return;
      }
      carriedOut.add(group);
      group
          .derived()
          .ifPresent(
              each ->
                  derived.add(
                      new DerivedMemory(
                          new EmbeddedMemory(
                              each.memory(), new Vectors(cut.modelId(), each.vectors())),
                          each.valence(),
                          each.outcomeCount())));
      UUID first = group.members().get(0);
      List<UUID> others = group.members().subList(1, group.members().size());
      switch (group.kind()) {
        case PROTOTYPE -> {
          if (group.derived().isPresent() && run.phases().contains(Phase.CONSOLIDATE)) {
            UUID prototype = group.derived().get().memory().id().orElseThrow();
            group.members().forEach(id -> consolidate(id, prototype));
          }
        }
        case DUPLICATES -> others.forEach(id -> consolidate(id, first));
        case SUPERSESSION ->
            others.forEach(id -> set(before.get(id).superseded(first, now), Change.SUPERSEDED));
        case CONTRADICTION, PROMOTION -> {}
      }
    }

    private void consolidate(UUID id, UUID into) {
      set(before.get(id).consolidated(into), Change.CONSOLIDATED);
    }

    private void set(LifeImage image, Change kind) {
      after.put(image.id(), image);
      kinds.put(image.id(), kind);
    }

    private long protect() {
      long count = 0;
      for (UUID id : plan.distinctive()) {
        if (run.phases().contains(Phase.CONSOLIDATE) && isAsSeen(id) && !after.containsKey(id)) {
          set(before.get(id).protectedNow(), Change.UPDATED);
          count++;
        }
      }
      return count;
    }

    private long archive(List<UUID> ids) {
      long count = 0;
      for (UUID id : ids) {
        if (isAsSeen(id) && !after.containsKey(id)) {
          set(before.get(id).archived(now), Change.UPDATED);
          count++;
        }
      }
      return count;
    }

    private Plan.Reading keepFound() {
      Plan.Reading reading = plan.reading();
      if (reading.read().isEmpty()) {
        return reading;
      }
      triples
          .keepFound(handle, run.tenantId(), reading.triples(), now)
          .forEach(id -> changes.created(RunChanges.TRIPLE, id));
      tasks
          .keepFound(handle, run.tenantId(), reading.tasks(), now)
          .forEach(id -> changes.created(RunChanges.TASK, id));
      marks.mark(handle, run.tenantId(), run.id(), reading.read());
      return reading;
    }

    private void draw() {
      for (Plan.Group group : carriedOut) {
        String relation =
            switch (group.kind()) {
              case SUPERSESSION -> Relations.UPDATES;
              case CONTRADICTION -> Relations.CONTRADICTS;
              case PROTOTYPE, DUPLICATES, PROMOTION -> "";
            };
        if (!relation.isEmpty()) {
          UUID newer = group.members().get(0);
          UUID older = group.members().get(1);
          if (RunEdges.add(handle, run.tenantId(), newer, older, relation, now)) {
            changes.created(RunChanges.EDGE, RunEdges.name(newer, older, relation));
          }
        }
      }
    }
  }
}
