package io.hypnos.engine.memory;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryProjection.Gone;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.space.SpaceStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.version.Snapshot;
import io.hypnos.engine.visibility.Viewer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * Changes memories that exist. A change is a pure function of the memory, applied under the lock of
 * its row: two writers of one memory never lose each other's change, and one that names the version
 * it has seen is told when it is too late.
 */
public final class MemoryEditor {
  private final Database database;
  private final MemoryAccess memories;
  private final SpaceStore spaces;
  private final SpaceAccess access;
  private final MemoryLedger ledger;
  private final Dissolution dissolution;
  private final MemoryProjection projection;
  private final EmbeddingModel embedding;
  private final Clock clock;

  MemoryEditor(
      Database database,
      MemoryAccess memories,
      SpaceStore spaces,
      SpaceAccess access,
      MemoryLedger ledger,
      Dissolution dissolution,
      MemoryProjection projection,
      EmbeddingModel embedding,
      Clock clock) {
    this.database = database;
    this.memories = memories;
    this.spaces = spaces;
    this.access = access;
    this.ledger = ledger;
    this.dissolution = dissolution;
    this.projection = projection;
    this.embedding = embedding;
    this.clock = clock;
  }

  /**
   * Changes a memory. The text is embedded anew only when it is another.
   *
   * @param seenVersion the row version that the caller has seen; another one is a conflict
   */
  public Memory update(
      Caller caller, Viewer viewer, UUID id, MemoryPatch patch, Optional<Long> seenVersion) {
    patch.content().ifPresent(text -> StorableText.require("content", text));
    patch.metadata().ifPresent(metadata -> StorableText.requireAll("metadata", metadata));
    patch.concepts().ifPresent(concepts -> StorableText.requireAll("concepts", concepts));
    // Before the row is locked: embedding takes longer than everything else.
    Optional<Vectors> vectors =
        patch
            .content()
            .filter(text -> !text.equals(memories.require(viewer, id).content()))
            .map(text -> new Vectors(embedding.modelId(), embedding.embedPieces(text)));
    return change(
        caller,
        viewer,
        id,
        "memory.update",
        seenVersion,
        memory -> {
          Memory changed = patch.appliedBesideText(memory);
          return vectors
              .map(fresh -> changed.withContent(patch.content().orElseThrow(), fresh))
              .orElse(changed);
        });
  }

  /**
   * Gives a memory the content that a version of it had; whose and where it is stays.
   *
   * @param seenVersion the row version that the caller has seen; another one is a conflict
   */
  public Memory restore(Caller caller, Viewer viewer, UUID id, Snapshot content, long seenVersion) {
    Optional<Vectors> vectors =
        Optional.of(content.content())
            .filter(text -> !text.equals(memories.require(viewer, id).content()))
            .map(text -> new Vectors(embedding.modelId(), embedding.embedPieces(text)));
    return change(
        caller,
        viewer,
        id,
        "memory.restore",
        Optional.of(seenVersion),
        memory -> {
          Memory restored = Snapshots.restored(memory, content);
          return vectors
              .map(fresh -> restored.withContent(content.content(), fresh))
              .orElse(restored);
        });
  }

  public Memory pin(Caller caller, Viewer viewer, UUID id, boolean pinned) {
    return change(
        caller,
        viewer,
        id,
        "memory.pin",
        Optional.empty(),
        memory -> memory.withLife(memory.life().withPinned(pinned)));
  }

  public Memory archive(Caller caller, Viewer viewer, UUID id, boolean archived) {
    Instant now = now();
    return change(
        caller,
        viewer,
        id,
        archived ? "memory.archive" : "memory.restore",
        Optional.empty(),
        memory ->
            memory.life().isArchived() == archived
                ? memory
                : memory.withLife(
                    memory.life().withArchivedAt(archived ? Optional.of(now) : Optional.empty())));
  }

  /** Sets when the memory goes; empty: never. */
  public Memory expire(Caller caller, Viewer viewer, UUID id, Optional<Instant> at) {
    return change(
        caller,
        viewer,
        id,
        "memory.expire",
        Optional.empty(),
        memory -> memory.withLife(memory.life().withExpiresAt(at)));
  }

  /** Takes the memory out of sight for good while its row stays, with the time it was retired. */
  public Memory forget(Caller caller, Viewer viewer, UUID id) {
    Instant now = now();
    return change(
        caller,
        viewer,
        id,
        "memory.forget",
        Optional.empty(),
        memory ->
            memory
                .withLife(memory.life().withState(Life.State.FORGOTTEN))
                .withTimes(
                    new Times(
                        memory.times().validFrom(),
                        memory.times().validTo(),
                        memory.times().recordedAt(),
                        Optional.of(now),
                        memory.times().updatedAt())));
  }

  /** Moves the memory to another space, which is made if need be; its id stays. */
  public Memory move(Caller caller, Viewer viewer, UUID id, String toSpace) {
    StorableText.require("space", toSpace);
    return change(
        caller, viewer, id, "memory.move", Optional.empty(), memory -> memory.withSpace(toSpace));
  }

  /** Applies a change to one memory that the viewer may write. */
  public Memory change(
      Caller caller,
      Viewer viewer,
      UUID id,
      String action,
      Optional<Long> seenVersion,
      UnaryOperator<Memory> change) {
    List<Memory> changed =
        changeAll(
            caller,
            viewer,
            List.of(id),
            action,
            memory -> {
              requireVersion(memory, seenVersion);
              return change.apply(memory);
            });
    if (changed.isEmpty()) {
      throw MemoryAccess.notFound(id);
    }
    return changed.get(0);
  }

  /**
   * Applies a change to all of these memories that the viewer may write; the others are left out of
   * the answer. All in one transaction.
   */
  public List<Memory> changeAll(
      Caller caller, Viewer viewer, List<UUID> ids, String action, UnaryOperator<Memory> change) {
    return changeAll(caller, viewer, ids, action, change, (handle, memories) -> {});
  }

  /**
   * The same with something that belongs to the change and is done in its transaction, once the
   * memories are as they will be.
   */
  public List<Memory> changeAll(
      Caller caller,
      Viewer viewer,
      List<UUID> ids,
      String action,
      UnaryOperator<Memory> change,
      BiConsumer<Handle, List<Memory>> within) {
    Edited edited =
        database.inTenant(
            caller.tenantId(),
            handle -> apply(handle, caller, viewer, ids, action, change, within));
    projection.project(caller.tenantId(), edited.changed(), edited.gone(), edited.sequences());
    return edited.all();
  }

  private record Edited(
      List<Memory> all, List<Memory> changed, List<Gone> gone, List<Long> sequences) {
    /** With what the change took apart. */
    Edited and(MemoryRemover.Done done) {
      Map<UUID, Memory> latest = new LinkedHashMap<>();
      changed.forEach(memory -> latest.put(memory.id(), memory));
      done.shown().forEach(memory -> latest.put(memory.id(), memory));
      List<Long> both = new ArrayList<>(sequences);
      both.addAll(done.sequences());
      return new Edited(
          all.stream().map(memory -> latest.getOrDefault(memory.id(), memory)).toList(),
          List.copyOf(latest.values()),
          done.gone(),
          both);
    }
  }

  private Edited apply(
      Handle handle,
      Caller caller,
      Viewer viewer,
      List<UUID> ids,
      String action,
      UnaryOperator<Memory> change,
      BiConsumer<Handle, List<Memory>> within) {
    Instant now = now();
    List<Memory> before = memories.lockWritable(handle, viewer, ids);
    List<Memory> all = new ArrayList<>();
    List<Memory> changed = new ArrayList<>();
    List<MemoryChange> changes = new ArrayList<>();
    List<UUID> spokenForNoMore = new ArrayList<>();
    for (Memory memory : before) {
      Memory wanted = change.apply(memory);
      if (wanted.equals(memory)) {
        all.add(memory);
        continue;
      }
      Memory after = wanted.next(movesUpdateTime(memory, wanted) ? now : memory.updatedAt());
      all.add(after);
      changed.add(after);
      changes.add(MemoryChange.updated(memory, after));
      if (saysOrIsSeenOtherwise(memory, after)) {
        spokenForNoMore.add(memory.id());
      }
    }
    requireSpaces(handle, caller, before, changed, now);
    MemoryUpdates.writeBack(handle, caller.tenantId(), changed);
    within.accept(handle, all);
    List<Long> sequences = ledger.recordBeforeSpaces(handle, caller, action, changes, now);
    MemoryRemover.Done dissolved = dissolution.of(handle, caller, spokenForNoMore);
    changes.addAll(dissolved.changes());
    ledger.recordInSpaces(handle, caller.tenantId(), changes, now);
    return new Edited(all, changed, List.of(), sequences).and(dissolved);
  }

  private static boolean saysOrIsSeenOtherwise(Memory before, Memory after) {
    return !before.content().equals(after.content())
        || !before.space().equals(after.space())
        || !before.ownership().equals(after.ownership())
        || before.state() != after.state()
        || before.life().isArchived() != after.life().isArchived();
  }

  private void requireSpaces(
      Handle handle, Caller caller, List<Memory> before, List<Memory> changed, Instant now) {
    List<String> from = before.stream().map(Memory::space).distinct().sorted().toList();
    List<String> to =
        changed.stream()
            .map(Memory::space)
            .filter(space -> !from.contains(space))
            .distinct()
            .sorted()
            .toList();
    List<String> both = new ArrayList<>(from);
    both.addAll(to);
    access.requireWrite(handle, caller.tenantId(), caller.keyId(), both);
    to.forEach(space -> spaces.ensure(handle, caller.tenantId(), space, now));
  }

  /** A pin or an archiving must not make a stale memory look fresh. */
  private static boolean movesUpdateTime(Memory before, Memory after) {
    return !Snapshots.of(before).equals(Snapshots.of(after))
        || before.importance() != after.importance()
        || !before.concepts().equals(after.concepts());
  }

  private static void requireVersion(Memory memory, Optional<Long> seenVersion) {
    seenVersion
        .filter(seen -> seen != memory.rowVersion())
        .ifPresent(
            seen -> {
              throw new HypnosException(
                  ErrorCode.CONFLICT,
                  "memory %s has changed meanwhile: version %d, seen %d"
                      .formatted(memory.id(), memory.rowVersion(), seen),
                  Map.of("reason", "version", "version", memory.rowVersion()),
                  null);
            });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
