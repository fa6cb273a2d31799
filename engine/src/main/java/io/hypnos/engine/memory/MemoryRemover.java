package io.hypnos.engine.memory;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.event.Outbox;
import io.hypnos.engine.memory.MemoryProjection.Gone;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Deletes memories for good, with everything that was made from them, and says what went. Their
 * files go after the transaction, by a list that survives a crash.
 */
public final class MemoryRemover {
  /** Rows of one transaction when a whole space goes. */
  private static final int PAGE = 500;

  private static final String DELETE =
      "DELETE FROM memory WHERE tenant_id = :tenant AND memory_id = ANY(:ids)";

  private static final String LET_GO_OF_FILES =
      """
      WITH files AS (
        DELETE FROM attachment
        WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
        RETURNING blob_key
      )
      INSERT INTO blob_removal (tenant_id, blob_key, created_at)
      SELECT DISTINCT :tenant, blob_key, :now::timestamptz
      FROM files
      ON CONFLICT (tenant_id, blob_key) DO UPDATE
      SET created_at = least(blob_removal.created_at, excluded.created_at)
      """;

  private static final String DELETE_HISTORY =
      """
      WITH branches AS (
        DELETE FROM memory_branch WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
      )
      DELETE FROM memory_version WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
      """;

  private static final String DELETE_TASKS =
      "DELETE FROM task WHERE tenant_id = :tenant AND memory_id = ANY(:ids)";

  private static final String PAGE_OF_SPACE =
      """
      SELECT memory_id
      FROM memory
      WHERE tenant_id = :tenant AND space = :space
      ORDER BY memory_id
      LIMIT :limit
      """;

  private static final String SPACES = "SELECT space FROM space WHERE tenant_id = :tenant";

  private final Database database;
  private final MemoryAccess memories;
  private final MemoryStore store;
  private final SpaceAccess access;
  private final MemoryLedger ledger;
  private final MemoryProjection projection;
  private final Clock clock;

  /** What stays of the history of a deleted memory. */
  public enum Trace {
    /** Nothing: content is nowhere any more. */
    NONE,
    /** Its versions and one that says it was deleted. */
    TOMBSTONE
  }

  MemoryRemover(
      Database database,
      MemoryAccess memories,
      MemoryStore store,
      SpaceAccess access,
      MemoryLedger ledger,
      MemoryProjection projection,
      Clock clock) {
    this.database = database;
    this.memories = memories;
    this.store = store;
    this.access = access;
    this.ledger = ledger;
    this.projection = projection;
    this.clock = clock;
  }

  /** Deletes those of the memories that the viewer may write. */
  public Removal delete(Caller caller, Viewer viewer, List<UUID> ids, Trace trace) {
    return delete(caller, viewer, ids, trace, memory -> true);
  }

  /**
   * The same for those that may still go once nobody can change them any more: what was pinned
   * meanwhile, say, stays.
   */
  public Removal delete(
      Caller caller, Viewer viewer, List<UUID> ids, Trace trace, Predicate<Memory> mayGo) {
    Done done =
        database.inTenant(
            caller.tenantId(),
            handle -> {
              List<UUID> going =
                  memories.lockWritable(handle, viewer, ids).stream()
                      .filter(mayGo)
                      .map(Memory::id)
                      .toList();
              Done within = within(handle, caller, viewer, going, trace);
              ledger.recordInSpaces(handle, caller.tenantId(), within.changes(), clock.instant());
              return within;
            });
    projection.project(caller.tenantId(), done.shown(), done.gone(), done.sequences());
    return done.removal();
  }

  /**
   * Deletes everything in a space, page by page, and says how many memories went. What is written
   * meanwhile may stay.
   */
  public int clear(Caller caller, Viewer viewer, String space, Trace trace) {
    int removed = 0;
    while (true) {
      List<UUID> page =
          database.inTenant(
              caller.tenantId(),
              handle ->
                  handle
                      .createQuery(PAGE_OF_SPACE)
                      .bind("tenant", caller.tenantId())
                      .bind("space", space)
                      .bind("limit", PAGE)
                      .mapTo(UUID.class)
                      .list());
      int went = page.isEmpty() ? 0 : delete(caller, viewer, page, trace).removed();
      removed += went;
      if (went == 0) {
        return removed;
      }
    }
  }

  /** Deletes everything in every space of the tenant. */
  public int clearAll(Caller caller, Trace trace) {
    List<String> spaces =
        database.inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createQuery(SPACES)
                    .bind("tenant", caller.tenantId())
                    .mapTo(String.class)
                    .list());
    Viewer tenant = Viewer.ofTenant(caller.tenantId());
    return spaces.stream().mapToInt(space -> clear(caller, tenant, space, trace)).sum();
  }

  /** What a removal did, and what the index must show once it is committed. */
  record Done(
      Removal removal,
      List<Memory> shown,
      List<Gone> gone,
      List<Long> sequences,
      List<MemoryChange> changes) {
    static final Done NOTHING =
        new Done(Removal.NOTHING, List.of(), List.of(), List.of(), List.of());
  }

  /**
   * The same within a transaction. Whoever commits it first records the changes in their spaces,
   * after every row that it locks, and then brings them into the index.
   */
  Done within(Handle handle, Caller caller, Viewer viewer, List<UUID> ids, Trace trace) {
    UUID tenantId = caller.tenantId();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Memory> requested = memories.lockWritable(handle, viewer, ids);
    if (requested.isEmpty()) {
      return Done.NOTHING;
    }
    List<UUID> asked = requested.stream().map(Memory::id).toList();
    DerivedMemories.Reach reach = DerivedMemories.of(handle, tenantId, asked);
    List<Memory> going = new ArrayList<>(requested);
    going.addAll(store.lock(handle, tenantId, reach.going()));
    access.requireWrite(
        handle, tenantId, caller.keyId(), going.stream().map(Memory::space).distinct().toList());
    List<UUID> all = going.stream().map(Memory::id).toList();
    List<UUID> predecessors = DerivedMemories.predecessors(handle, tenantId, all);
    List<MemoryChange> changes = new ArrayList<>();
    List<Gone> gone = new ArrayList<>();
    for (Memory memory : going) {
      Memory last = memory.next(now);
      changes.add(MemoryChange.deleted(last, trace == Trace.TOMBSTONE));
      gone.add(new Gone(last.id(), last.space(), last.mostPieces(), last.rowVersion()));
    }
    List<Memory> shown = new ArrayList<>(markStale(handle, tenantId, reach.stale(), changes));
    shown.addAll(revive(handle, tenantId, all, now, changes));
    // Recorded first: whoever is told of a deletion is told of the row as it was.
    List<Long> sequences = ledger.recordBeforeSpaces(handle, caller, "memory.delete", changes, now);
    int files = removeRows(handle, tenantId, all, trace, now);
    return new Done(
        new Removal(asked, reach.going(), reach.stale(), predecessors, files),
        shown,
        gone,
        sequences,
        changes);
  }

  /** What stood behind a memory that goes is seen again, or it would be lost to every search. */
  private List<Memory> revive(
      Handle handle, UUID tenantId, List<UUID> going, Instant now, List<MemoryChange> changes) {
    List<Memory> revived = new ArrayList<>();
    for (Memory memory :
        store.lock(handle, tenantId, DerivedMemories.behind(handle, tenantId, going))) {
      Memory seen = memory.withLife(memory.life().revived()).next(now);
      revived.add(seen);
      changes.add(MemoryChange.of(Outbox.Change.UPDATED, seen));
    }
    MemoryUpdates.writeBack(handle, tenantId, revived);
    return revived;
  }

  private List<Memory> markStale(
      Handle handle, UUID tenantId, List<UUID> ids, List<MemoryChange> changes) {
    List<Memory> stale = new ArrayList<>();
    for (Memory memory : store.lock(handle, tenantId, ids)) {
      Memory marked = memory.withLife(memory.life().withStale(true)).next(memory.updatedAt());
      stale.add(marked);
      changes.add(MemoryChange.of(Outbox.Change.UPDATED, marked));
    }
    MemoryUpdates.writeBack(handle, tenantId, stale);
    return stale;
  }

  private static int removeRows(
      Handle handle, UUID tenantId, List<UUID> ids, Trace trace, Instant now) {
    UUID[] all = ids.toArray(UUID[]::new);
    int files =
        handle
            .createUpdate(LET_GO_OF_FILES)
            .bind("tenant", tenantId)
            .bind("ids", all)
            .bind("now", Timestamp.from(now))
            .execute();
    if (trace == Trace.NONE) {
      handle.createUpdate(DELETE_HISTORY).bind("tenant", tenantId).bind("ids", all).execute();
    }
    handle.createUpdate(DELETE_TASKS).bind("tenant", tenantId).bind("ids", all).execute();
    handle.createUpdate(DELETE).bind("tenant", tenantId).bind("ids", all).execute();
    return files;
  }
}
