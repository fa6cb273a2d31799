package io.hypnos.engine.history;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryEditor;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.version.Branch;
import io.hypnos.engine.version.Change;
import io.hypnos.engine.version.Commit;
import io.hypnos.engine.version.Snapshot;
import io.hypnos.engine.version.SnapshotRule;
import io.hypnos.engine.version.VersionReader;
import io.hypnos.engine.version.Versions;
import io.hypnos.engine.visibility.Viewer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Ways back into the history of a memory. What ends on main goes through the editor of memories,
 * bound to the row version at which memory and history were seen to agree; what ends on another
 * branch touches no memory.
 */
public final class HistoryWriter {
  private static final int LONGEST_NAME = 128;

  private static final String SHARE_MEMORY =
      "SELECT memory_id FROM memory WHERE tenant_id = :tenant AND memory_id = :memory FOR SHARE";

  private final Database database;
  private final Versions versions;
  private final VersionReader reader;
  private final VersionAccess access;
  private final SpaceAccess spaces;
  private final MemoryEditor editor;
  private final AuditLog audit;
  private final Clock clock;

  HistoryWriter(
      Database database,
      Versions versions,
      VersionReader reader,
      VersionAccess access,
      SpaceAccess spaces,
      MemoryEditor editor,
      AuditLog audit,
      Clock clock) {
    this.database = database;
    this.versions = versions;
    this.reader = reader;
    this.access = access;
    this.spaces = spaces;
    this.editor = editor;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Starts a branch at a commit of the memory, or at the head of main. {@code CONFLICT} when there
   * is one of that name; of two who do it at once, one does it.
   */
  public Branch createBranch(
      Caller caller, Viewer viewer, UUID memoryId, String name, Optional<String> fromHash) {
    requireName(name);
    Memory memory = access.requireWritable(viewer, memoryId);
    UUID tenantId = caller.tenantId();
    return database.inTenant(
        tenantId,
        handle -> {
          share(handle, caller, memory);
          SnapshotRule rule = access.rule(handle, viewer);
          Commit start =
              fromHash
                  .map(
                      hash ->
                          reader
                              .byHash(handle, tenantId, memoryId, hash)
                              .orElseThrow(() -> Missing.commit(memoryId, hash)))
                  .or(
                      () ->
                          reader
                              .branch(handle, tenantId, memoryId, Versions.MAIN)
                              .flatMap(Branch::head))
                  .filter(commit -> rule.test(commit.snapshot()))
                  .orElseThrow(() -> Missing.branch(memoryId, Versions.MAIN));
          Instant now = now();
          if (!versions.startBranch(handle, tenantId, caller.keyId(), name, start, now)) {
            throw new HypnosException(
                ErrorCode.CONFLICT,
                "branch %s of memory %s is there already".formatted(name, memoryId),
                Map.of("reason", "branch_exists", "branch", name),
                null);
          }
          audit.record(
              handle, caller.actor(), "memory.branch", memoryId.toString(), Map.of("branch", name));
          return new Branch(memoryId, name, Optional.of(start), caller.keyId(), now);
        });
  }

  /**
   * Makes what version {@code number} of a branch says the newest version of that branch; on main
   * the memory says it again too.
   *
   * @return the memory as it stands after it
   */
  public Memory revert(Caller caller, Viewer viewer, UUID memoryId, String branch, int number) {
    Memory memory = access.requireWritable(viewer, memoryId);
    UUID tenantId = caller.tenantId();
    if (branch.equals(Versions.MAIN)) {
      Step step =
          database.inTenant(
              tenantId,
              handle -> {
                Snapshot target = target(handle, viewer, memoryId, branch, number);
                Commit head =
                    reader
                        .branch(handle, tenantId, memoryId, branch)
                        .flatMap(Branch::head)
                        .orElseThrow(() -> Drift.noHead(memoryId, branch));
                return new Step(target, Drift.require(handle, tenantId, head));
              });
      return editor.restore(caller, viewer, memoryId, step.content(), step.rowVersion());
    }
    return database.inTenant(
        tenantId,
        handle -> {
          share(handle, caller, memory);
          if (reader.branch(handle, tenantId, memoryId, branch).isEmpty()) {
            throw Missing.branch(memoryId, branch);
          }
          Snapshot target = target(handle, viewer, memoryId, branch, number);
          Commit head =
              versions
                  .lockHead(handle, tenantId, memoryId, branch)
                  .orElseThrow(() -> Drift.noHead(memoryId, branch));
          append(handle, caller, branch, target.inPlaceOf(head.snapshot()), "memory.revert");
          return memory;
        });
  }

  private record Step(Snapshot content, long rowVersion) {}

  private Snapshot target(Handle handle, Viewer viewer, UUID memoryId, String branch, int number) {
    return reader
        .find(handle, viewer.tenantId(), memoryId, branch, number)
        .map(Commit::snapshot)
        .filter(access.rule(handle, viewer))
        .orElseThrow(() -> Missing.version(memoryId, branch, number));
  }

  /**
   * Brings what the head of one branch says to another, where it wins. Whose and where the memory
   * is stays as the target has it.
   */
  public MergeResult merge(
      Caller caller, Viewer viewer, UUID memoryId, String source, String target) {
    Memory memory = access.requireWritable(viewer, memoryId);
    UUID tenantId = caller.tenantId();
    Plan plan =
        database.inTenant(
            tenantId,
            handle -> {
              share(handle, caller, memory);
              return merge(handle, caller, viewer, memoryId, source, target);
            });
    if (plan.step().isEmpty()) {
      return plan.result();
    }
    Step step = plan.step().get();
    editor.restore(caller, viewer, memoryId, step.content(), step.rowVersion());
    Commit head =
        database
            .inTenant(tenantId, handle -> reader.branch(handle, tenantId, memoryId, target))
            .flatMap(Branch::head)
            .orElseThrow(() -> Drift.noHead(memoryId, target));
    return new MergeResult(true, head);
  }

  /** What is done, or what is left to do to the memory itself. */
  private record Plan(MergeResult result, Optional<Step> step) {}

  private Plan merge(
      Handle handle, Caller caller, Viewer viewer, UUID memoryId, String source, String target) {
    UUID tenantId = caller.tenantId();
    SnapshotRule rule = access.rule(handle, viewer);
    Commit from =
        reader
            .branch(handle, tenantId, memoryId, source)
            .flatMap(Branch::head)
            .filter(head -> rule.test(head.snapshot()))
            .orElseThrow(() -> Missing.branch(memoryId, source));
    if (reader.branch(handle, tenantId, memoryId, target).isEmpty()) {
      throw Missing.branch(memoryId, target);
    }
    Commit into =
        versions
            .lockHead(handle, tenantId, memoryId, target)
            .orElseThrow(() -> Drift.noHead(memoryId, target));
    List<Commit> line = reader.line(handle, tenantId, into);
    boolean known = line.stream().anyMatch(commit -> commit.id().equals(from.id()));
    if (known || from.snapshot().saysTheSameAs(into.snapshot())) {
      return new Plan(new MergeResult(false, into), Optional.empty());
    }
    if (target.equals(Versions.MAIN)) {
      return new Plan(
          new MergeResult(true, into),
          Optional.of(new Step(from.snapshot(), Drift.require(handle, tenantId, into))));
    }
    Snapshot merged = from.snapshot().inPlaceOf(into.snapshot());
    return new Plan(
        new MergeResult(true, append(handle, caller, target, merged, "memory.merge")),
        Optional.empty());
  }

  private Commit append(
      Handle handle, Caller caller, String branch, Snapshot snapshot, String action) {
    audit.record(
        handle, caller.actor(), action, snapshot.memoryId().toString(), Map.of("branch", branch));
    return versions
        .commit(
            handle,
            caller.tenantId(),
            caller.keyId(),
            branch,
            Change.UPDATE,
            List.of(snapshot),
            now())
        .get(0);
  }

  /** Keeps the memory from going while its history grows. */
  private void share(Handle handle, Caller caller, Memory memory) {
    spaces.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(memory.space()));
    boolean there =
        handle
            .createQuery(SHARE_MEMORY)
            .bind("tenant", caller.tenantId())
            .bind("memory", memory.id())
            .mapTo(UUID.class)
            .findOne()
            .isPresent();
    if (!there) {
      throw Missing.memory(memory.id());
    }
  }

  private static void requireName(String name) {
    boolean sound =
        !name.isBlank()
            && name.codePointCount(0, name.length()) <= LONGEST_NAME
            && name.codePoints().noneMatch(HistoryWriter::isUnfit);
    if (!sound) {
      throw new HypnosException(
          ErrorCode.VALIDATION,
          "a branch has a name of 1 to %d printable characters".formatted(LONGEST_NAME),
          Map.of("field", "name"),
          null);
    }
  }

  private static boolean isUnfit(int c) {
    return Character.isISOControl(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
