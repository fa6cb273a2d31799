package io.hypnos.engine.projection;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.database.Place;
import io.hypnos.engine.database.Placed;
import io.hypnos.engine.database.PlacedPage;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryStore;
import io.hypnos.engine.memory.Reembedding;
import io.hypnos.engine.projection.Rebuild.State;
import io.hypnos.engine.projection.RebuildStore.MemoryKey;
import io.hypnos.engine.search.IndexChange;
import io.hypnos.engine.search.MemoryIndex;
import io.hypnos.engine.search.Precedents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the search index again from the record while writes and searches go on: a new index is
 * filled page by page, given what changed meanwhile, and put behind the alias in one step. Memories
 * whose vectors another model made are embedded anew on the way, so this is also how one changes to
 * another model or dimension. Any node may do it and go on where another stopped. An own database
 * of a tenant is copied as well; one that is away holds nothing up, because the relay indexes it
 * once more when it sees the new index.
 */
public final class IndexRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(IndexRebuild.class);

  private static final Duration LEASE = Duration.ofMinutes(2);

  /** A transaction that was open when a look at the outbox was taken shows up this late at most. */
  private static final Duration LATE = Duration.ofMinutes(2);

  private static final String WHAT = "index rebuild";
  private static final int PAGE = 100;

  /** After so many the copying takes a breath, so that searches and writes have the machine too. */
  private static final int COPIED_IN_A_ROW = 500;

  private static final int MOST_ATTEMPTS = 10;

  private final Database database;
  private final MemoryIndex index;
  private final MemoryStore memories;
  private final Reembedding reembedding;
  private final OutboxRelay relay;
  private final RebuildStore store = new RebuildStore();
  private final UUID node;
  private final Clock clock;

  public IndexRebuild(
      Database database,
      MemoryIndex index,
      MemoryStore memories,
      Reembedding reembedding,
      OutboxRelay relay,
      UUID node,
      Clock clock) {
    this.database = database;
    this.index = index;
    this.memories = memories;
    this.reembedding = reembedding;
    this.relay = relay;
    this.node = node;
    this.clock = clock;
  }

  /** Asks for a rebuild; one that is open already answers for it. */
  public Rebuild request(UUID id) {
    return database.asSystem(
        handle -> {
          store.request(handle, id, clock.instant());
          return store.latest(handle).orElseThrow();
        });
  }

  /** Asks for a rebuild when another model than the one in use made the vectors of a memory. */
  public void requestIfModelChanged(UUID id) {
    AtomicBoolean changed = new AtomicBoolean();
    database.visit(
        WHAT,
        place -> {
          if (place.asSystem(handle -> store.hasForeignVectors(handle, reembedding.modelId()))) {
            changed.set(true);
          }
        });
    if (changed.get()) {
      LOG.info("the embedding model is another one now: {}", reembedding.modelId());
      request(id);
    }
  }

  /** The latest rebuild, open or not. */
  public Optional<Rebuild> latest() {
    return database.asSystem(store::latest);
  }

  /**
   * Removes indices that a finished rebuild left, once no search can be on them any more; there is
   * never more to do at once.
   */
  public boolean removeUnused() {
    boolean isQuiet =
        latest()
            .map(
                rebuild ->
                    !rebuild.isOpen()
                        && rebuild
                            .finishedAt()
                            .map(end -> end.isBefore(clock.instant().minus(LATE)))
                            .orElse(false))
            .orElse(false);
    if (isQuiet) {
      index.generations().removeUnused();
    }
    return false;
  }

  /** Does one step and says whether there is more to do at once. */
  public boolean runOnce() {
    Optional<Rebuild> claimed =
        database.asSystem(handle -> store.claim(handle, node, clock.instant(), LEASE));
    if (claimed.isEmpty()) {
      return false;
    }
    Rebuild rebuild = claimed.get();
    try {
      return step(rebuild);
    } catch (HypnosException e) {
      LOG.warn("rebuild {} waits: {}", rebuild.id(), e.getMessage());
      database.asSystem(
          handle -> {
            store.fail(handle, rebuild.id(), e.getMessage(), MOST_ATTEMPTS, clock.instant());
            return null;
          });
      return false;
    }
  }

  private boolean step(Rebuild rebuild) {
    switch (rebuild.state()) {
      case REQUESTED -> begin(rebuild);
      case COPYING -> {
        copyPage(rebuild);
        return (rebuild.copied() + PAGE) % COPIED_IN_A_ROW != 0;
      }
      case SWITCHING -> switchOver(rebuild);
      case DONE, FAILED -> throw new IllegalStateException("claimed a closed rebuild");
    }
    return true;
  }

  private void begin(Rebuild rebuild) {
    String target = index.generations().makeNext();
    long total = Placed.sum(database, WHAT, place -> place.asSystem(store::count));
    database.asSystem(
        handle -> {
          store.begin(handle, rebuild.id(), target, total, clock.instant());
          return null;
        });
    LOG.info("rebuild {} fills {}", rebuild.id(), target);
  }

  private void copyPage(Rebuild rebuild) {
    List<MemoryKey> page =
        PlacedPage.of(
            database,
            WHAT,
            rebuild.lastTenant().orElse(RebuildStore.BEFORE_ALL),
            PAGE,
            MemoryKey::tenantId,
            place -> place.asSystem(handle -> store.page(handle, rebuild, PAGE)));
    if (page.isEmpty()) {
      database.asSystem(
          handle -> {
            store.setState(handle, rebuild.id(), State.SWITCHING, clock.instant());
            return null;
          });
      return;
    }
    List<IndexChange> changes = new ArrayList<>();
    Placed.visit(
        database,
        WHAT,
        page,
        MemoryKey::tenantId,
        (place, keys) -> changes.addAll(standing(place, keys, Map.of())));
    index.complete(rebuild.target().orElseThrow(), changes);
    database.asSystem(
        handle -> {
          store.advance(handle, rebuild.id(), page, clock.instant());
          return null;
        });
  }

  /** The memories as they stand now, with vectors of the model in use; the rest as removals. */
  private List<IndexChange> standing(
      Place place, List<MemoryKey> keys, Map<MemoryKey, OpenEntry> entries) {
    byTenant(place.asSystem(handle -> store.foreign(handle, keys, reembedding.modelId())))
        .forEach(reembedding::refresh);
    return place.asSystem(
        handle -> {
          List<IndexChange> changes = new ArrayList<>();
          Set<MemoryKey> gone = new LinkedHashSet<>(keys);
          byTenant(keys)
              .forEach(
                  (tenant, ids) -> {
                    List<Memory> present = memories.findByIds(handle, tenant, ids);
                    changes.addAll(Precedents.puts(handle, tenant, present));
                    present.forEach(memory -> gone.remove(new MemoryKey(tenant, memory.id())));
                  });
          for (MemoryKey key : gone) {
            // One that a page named and that is gone by now is in the outbox, too.
            Optional.ofNullable(entries.get(key))
                .map(IndexRebuild::removal)
                .ifPresent(changes::add);
          }
          return changes;
        });
  }

  private static IndexChange removal(OpenEntry entry) {
    return new IndexChange.Remove(
        entry.tenantId(), entry.memoryId(), entry.rowVersion(), entry.pieces());
  }

  private static Map<UUID, List<UUID>> byTenant(List<MemoryKey> keys) {
    Map<UUID, List<UUID>> byTenant = new LinkedHashMap<>();
    for (MemoryKey key : keys) {
      byTenant.computeIfAbsent(key.tenantId(), none -> new ArrayList<>()).add(key.memoryId());
    }
    return byTenant;
  }

  private void switchOver(Rebuild rebuild) {
    String target = rebuild.target().orElseThrow();
    Instant start = clock.instant();
    catchUp(target, rebuild.startedAt().orElseThrow().minus(LATE));
    catchUp(target, start.minus(LATE));
    index.refresh(target);
    relay.adopt(() -> index.generations().switchTo(target));
    // What was written into the old index during the switch.
    catchUp(target, start.minus(LATE));
    index.refresh(target);
    database.asSystem(
        handle -> {
          store.setState(handle, rebuild.id(), State.DONE, clock.instant());
          return null;
        });
    LOG.info("rebuild {} is done, {} is the index now", rebuild.id(), target);
  }

  private void catchUp(String target, Instant since) {
    database.visit(WHAT, place -> catchUp(place, target, since));
  }

  private void catchUp(Place place, String target, Instant since) {
    List<OpenEntry> changed = place.asSystem(handle -> store.changedSince(handle, since));
    for (int from = 0; from < changed.size(); from += PAGE) {
      Map<MemoryKey, OpenEntry> entries = new LinkedHashMap<>();
      for (OpenEntry entry : changed.subList(from, Math.min(changed.size(), from + PAGE))) {
        entries.put(new MemoryKey(entry.tenantId(), entry.memoryId()), entry);
      }
      List<IndexChange> changes = standing(place, List.copyOf(entries.keySet()), entries);
      index.complete(target, changes);
      IndexChange.removed(changes)
          .forEach((tenant, gone) -> followersOf(place, target, tenant, gone));
    }
  }

  /** What was copied before a memory was deleted is found by the words of that one, too. */
  private void followersOf(Place place, String target, UUID tenant, List<UUID> gone) {
    List<UUID> followers = index.followersIn(target, tenant, gone);
    for (int from = 0; from < followers.size(); from += PAGE) {
      List<MemoryKey> page =
          followers.subList(from, Math.min(followers.size(), from + PAGE)).stream()
              .map(id -> new MemoryKey(tenant, id))
              .toList();
      index.applyTo(target, standing(place, page, Map.of()));
    }
  }
}
