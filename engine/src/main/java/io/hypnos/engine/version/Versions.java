package io.hypnos.engine.version;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Appends to the history of memories, in the transaction that changes them. Writers of one branch
 * of one memory follow each other; the lock is the branch's row, taken in the order of memory ids.
 */
public final class Versions {
  /** The branch that ordinary writes go to. */
  public static final String MAIN = "main";

  /** The detail of a {@code CONFLICT} that says a branch is not what a change expects. */
  public static final String BRANCH_STATE = "branch_state";

  private final VersionStore store = new VersionStore();
  private final Supplier<UUID> ids;

  public Versions(Supplier<UUID> ids) {
    this.ids = ids;
  }

  /**
   * Commits one change of each memory to its branch main. A creation starts the branch, or goes on
   * from the deletion that ended an earlier life of the same id; any other change goes on from the
   * head.
   *
   * @return the commits in the order of the snapshots
   * @throws HypnosException {@code CONFLICT} with the reason {@value #BRANCH_STATE} when a branch
   *     is missing, empty or broken, or when what is created is there already; nothing is written
   *     then
   */
  public List<Commit> commit(
      Handle handle,
      UUID tenantId,
      Optional<UUID> by,
      Change change,
      List<Snapshot> snapshots,
      Instant at) {
    return commit(handle, tenantId, by, MAIN, change, snapshots, at);
  }

  /** The same on a branch of any name. */
  public List<Commit> commit(
      Handle handle,
      UUID tenantId,
      Optional<UUID> by,
      String branch,
      Change change,
      List<Snapshot> snapshots,
      Instant at) {
    if (snapshots.isEmpty()) {
      return List.of();
    }
    Map<UUID, UUID> versionOfMemory = new LinkedHashMap<>();
    for (Snapshot snapshot : snapshots) {
      if (versionOfMemory.put(snapshot.memoryId(), ids.get()) != null) {
        throw new IllegalArgumentException("a memory changes once in a commit");
      }
    }
    Instant moment = at.truncatedTo(ChronoUnit.MICROS);
    List<UUID> started =
        change == Change.CREATE
            ? store.startBranches(handle, tenantId, branch, versionOfMemory, by, moment)
            : List.of();
    Map<UUID, Commit> heads = Map.of();
    if (started.size() < snapshots.size()) {
      List<UUID> others = new ArrayList<>(versionOfMemory.keySet());
      others.removeAll(new HashSet<>(started));
      heads = store.lockHeads(handle, tenantId, branch, others);
      requireHeads(heads, others, branch, change);
    }
    List<Commit> commits = new ArrayList<>();
    for (Snapshot snapshot : snapshots) {
      Optional<Commit> head = Optional.ofNullable(heads.get(snapshot.memoryId()));
      UUID id = versionOfMemory.get(snapshot.memoryId());
      commits.add(next(tenantId, id, branch, head, change, snapshot, by, moment));
    }
    store.append(handle, tenantId, commits);
    return commits;
  }

  /**
   * Starts a branch of a memory at a commit of it; false when there is one of that name. Of two who
   * do it at once, one does it.
   */
  public boolean startBranch(
      Handle handle, UUID tenantId, Optional<UUID> by, String branch, Commit at, Instant now) {
    return !store
        .startBranches(handle, tenantId, branch, Map.of(at.memoryId(), at.id()), by, now)
        .isEmpty();
  }

  /** Locks a branch until the transaction ends and returns its head, if it has a sound one. */
  public Optional<Commit> lockHead(Handle handle, UUID tenantId, UUID memoryId, String branch) {
    return Optional.ofNullable(
        store.lockHeads(handle, tenantId, branch, List.of(memoryId)).get(memoryId));
  }

  private static void requireHeads(
      Map<UUID, Commit> heads, List<UUID> memories, String branch, Change change) {
    for (UUID memory : memories) {
      Commit head = heads.get(memory);
      if (head == null) {
        throw branchState(memory, branch, "branch %s of memory %s has no head");
      }
      if (change == Change.CREATE && head.change() != Change.DELETE) {
        throw branchState(memory, branch, "branch %s of memory %s is there already");
      }
    }
  }

  private static HypnosException branchState(UUID memory, String branch, String message) {
    return new HypnosException(
        ErrorCode.CONFLICT,
        message.formatted(branch, memory),
        Map.of("reason", BRANCH_STATE, "memory", memory.toString(), "branch", branch),
        null);
  }

  private static Commit next(
      UUID tenantId,
      UUID id,
      String branch,
      Optional<Commit> head,
      Change change,
      Snapshot snapshot,
      Optional<UUID> by,
      Instant at) {
    int number = head.map(Commit::number).orElse(0) + 1;
    Optional<String> parent = head.map(Commit::hash);
    Commit unhashed = new Commit(id, branch, number, "", parent, change, snapshot, by, at);
    return unhashed.withHash(CommitHash.of(tenantId, unhashed));
  }
}
