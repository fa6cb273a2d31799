package io.hypnos.engine.projection;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.database.Placed;
import io.hypnos.engine.event.Outbox;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryStore;
import io.hypnos.engine.memory.Reembedding;
import io.hypnos.engine.search.Incarnation;
import io.hypnos.engine.search.IndexChange;
import io.hypnos.engine.search.MemoryIndex;
import io.hypnos.engine.search.Precedents;
import io.hypnos.engine.space.SpaceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes what the writers could not. Any number of nodes may run it: entries are claimed with row
 * locks, and indexing twice changes nothing. When a search node has started anew, the entries of
 * the last minutes are done once more, because the node may have lost what it had not yet written
 * to disk; when the whole index is new, everything is. An own database of a tenant follows the
 * index by itself: one that was away when the index was made anew is indexed when it is back.
 */
public final class OutboxRelay {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

  /**
   * Writers index their own entries; only what is older than this was left behind. Large batches of
   * busy writers need some seconds, and would be indexed twice.
   */
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(5);

  /** More than a search node can lose: its log is written to disk every second. */
  private static final Duration AT_RISK = Duration.ofMinutes(10);

  /** How often it is written down that the search cluster is still the same. */
  private static final Duration SURE_FOR = Duration.ofMinutes(1);

  private static final Duration KEPT = Duration.ofHours(1);
  private static final String WHAT = "relay";
  private static final int PAGE = 200;

  private final Database database;
  private final MemoryIndex index;
  private final MemoryStore memories;
  private final SpaceStore spaces;
  private final Outbox outbox;
  private final Reembedding reembedding;
  private final IndexContext context;
  private final RelayStore store = new RelayStore();
  private final Clock clock;

  public OutboxRelay(
      Database database,
      MemoryIndex index,
      MemoryStore memories,
      SpaceStore spaces,
      Outbox outbox,
      Reembedding reembedding,
      Clock clock) {
    this.database = database;
    this.index = index;
    this.memories = memories;
    this.spaces = spaces;
    this.outbox = outbox;
    this.reembedding = reembedding;
    this.context = new IndexContext(database, index, memories);
    this.clock = clock;
  }

  /** Prepares the index if need be, then indexes a page; returns how many entries it did. */
  public int runOnce() {
    Incarnation current = database.asSystem(handle -> follow(handle, index::incarnation));
    AtomicInteger done = new AtomicInteger();
    database.visit(
        WHAT,
        place -> {
          if (!place.isOperators()) {
            place.asSystem(handle -> follow(handle, () -> current));
          }
          done.addAndGet(place.asSystem(handle -> indexPage(handle, place)));
        });
    return done.get();
  }

  /** Drops entries that nobody can need any more. */
  public int forgetOld() {
    return (int)
        Placed.sum(
            database,
            WHAT,
            place -> place.asSystem(handle -> store.forget(handle, clock.instant(), KEPT)));
  }

  /** Entries that the index may lack. */
  public long open() {
    return Placed.sum(database, WHAT, place -> place.asSystem(store::countOpen));
  }

  /** Takes another, complete index for the known one: nothing is indexed once more for that. */
  void adopt(Runnable switchOver) {
    database.asSystem(
        handle -> {
          store.lockSeen(handle);
          switchOver.run();
          store.setSeen(handle, index.incarnation(), clock.instant());
          return null;
        });
  }

  /** Sees to it that what the index may lack is indexed, and says which index that is. */
  private Incarnation follow(Handle handle, Supplier<Incarnation> inUse) {
    Optional<Seen> seen = store.lockSeen(handle);
    Incarnation current = inUse.get();
    Instant now = clock.instant();
    if (seen.map(Seen::incarnation).equals(Optional.of(current))) {
      if (seen.get().at().isBefore(now.minus(SURE_FOR))) {
        store.setSeen(handle, current, now);
      }
      return current;
    }
    int reopened = reopen(handle, seen, current, now);
    store.setSeen(handle, current, now);
    LOG.info("the search cluster is new to us, indexing {} entries once more", reopened);
    return current;
  }

  private int reopen(Handle handle, Optional<Seen> seen, Incarnation current, Instant now) {
    boolean sameIndex =
        seen.map(known -> known.incarnation().indexId().equals(current.indexId())).orElse(false);
    return sameIndex
        ? store.reopenSince(handle, seen.get().at().minus(AT_RISK))
        : store.reopenAll(handle, now.minus(LEFT_BEHIND));
  }

  private int indexPage(Handle handle, Place place) {
    List<OpenEntry> entries = store.lockOpen(handle, clock.instant().minus(LEFT_BEHIND), PAGE);
    if (entries.isEmpty()) {
      return 0;
    }
    Map<UUID, List<OpenEntry>> byTenant = new HashMap<>();
    for (OpenEntry entry : entries) {
      byTenant.computeIfAbsent(entry.tenantId(), tenant -> new ArrayList<>()).add(entry);
    }
    List<IndexChange> changes = new ArrayList<>();
    byTenant.forEach((tenant, open) -> changes.addAll(changes(handle, place, tenant, open)));
    index.apply(changes);
    IndexChange.removed(changes)
        .forEach((tenant, gone) -> index.apply(context.followers(tenant, gone)));
    outbox.markIndexed(handle, entries.stream().map(OpenEntry::sequence).toList(), clock.instant());
    byTenant.forEach(
        (tenant, open) -> {
          Set<String> changed = new HashSet<>();
          open.forEach(entry -> changed.add(entry.space()));
          changed.stream()
              .sorted()
              .forEach(space -> spaces.recordSearchable(handle, tenant, space));
        });
    return entries.size();
  }

  private List<IndexChange> changes(Handle handle, Place place, UUID tenant, List<OpenEntry> open) {
    List<UUID> ids = open.stream().map(OpenEntry::memoryId).distinct().toList();
    List<IndexChange> changes = new ArrayList<>();
    Set<UUID> present = new HashSet<>();
    List<Memory> standing = standing(handle, place, tenant, ids);
    standing.forEach(memory -> present.add(memory.id()));
    changes.addAll(Precedents.puts(handle, tenant, standing));
    for (OpenEntry entry : open) {
      if (!present.contains(entry.memoryId())) {
        changes.add(
            new IndexChange.Remove(tenant, entry.memoryId(), entry.rowVersion(), entry.pieces()));
      }
    }
    return changes;
  }

  /**
   * A rebuild for another model passes over an own database that is away, so what comes from one
   * may have vectors that no longer fit.
   */
  private List<Memory> standing(Handle handle, Place place, UUID tenant, List<UUID> ids) {
    List<Memory> found = memories.findByIds(handle, tenant, ids);
    if (place.isOperators()) {
      return found;
    }
    List<UUID> foreign =
        found.stream()
            .filter(memory -> !memory.vectors().modelId().equals(reembedding.modelId()))
            .map(Memory::id)
            .toList();
    if (foreign.isEmpty()) {
      return found;
    }
    reembedding.refresh(tenant, foreign);
    return memories.findByIds(handle, tenant, ids);
  }
}
