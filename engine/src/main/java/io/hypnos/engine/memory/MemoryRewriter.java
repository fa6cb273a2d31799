package io.hypnos.engine.memory;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.event.Outbox;
import io.hypnos.engine.event.Outbox.Change;
import io.hypnos.engine.graph.EdgeOrigin;
import io.hypnos.engine.graph.EdgeStore;
import io.hypnos.engine.graph.MemoryEdge;
import io.hypnos.engine.graph.Relations;
import io.hypnos.engine.memory.MemoryProjection.Gone;
import io.hypnos.engine.space.SpaceStore;
import io.hypnos.engine.tenancy.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Changes the lives of many memories within a transaction of somebody else: for runs that must
 * change a space wholly or not at all. What the transaction has done becomes findable when it has
 * committed and {@link #project} is called; if that never happens, the outbox relay does it.
 */
public final class MemoryRewriter {
  private static final int PAGE = 500;

  private static final String SET_WORTH =
      """
      UPDATE memory
      SET valence = :valence, outcome_count = :count
      WHERE tenant_id = :tenant AND memory_id = :id
      """;

  private static final String DELETE_HISTORY =
      """
      WITH gone AS (
        DELETE FROM memory_branch WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
      )
      DELETE FROM memory_version WHERE tenant_id = :tenant AND memory_id = ANY(:ids)
      """;

  private static final String DELETE =
      "DELETE FROM memory\nWHERE tenant_id = :tenant AND memory_id = ANY(:ids)";

  private final MemoryStore store;
  private final MemoryDrafts drafts;
  private final EdgeStore edges;
  private final MemoryLedger ledger;
  private final Outbox outbox;
  private final AuditLog audit;
  private final SpaceStore spaces;
  private final MemoryProjection projection;
  private final LifeStore lives = new LifeStore();

  MemoryRewriter(
      MemoryStore store,
      MemoryDrafts drafts,
      EdgeStore edges,
      MemoryLedger ledger,
      Outbox outbox,
      AuditLog audit,
      SpaceStore spaces,
      MemoryProjection projection) {
    this.store = store;
    this.drafts = drafts;
    this.edges = edges;
    this.ledger = ledger;
    this.outbox = outbox;
    this.audit = audit;
    this.spaces = spaces;
    this.projection = projection;
  }

  /**
   * What the index has to be told after the transaction.
   *
   * @param sequences of the outbox entries, first those of {@code standing}, then of {@code gone}
   */
  public record Traces(List<UUID> standing, List<Gone> gone, List<Long> sequences) {
    public static final Traces NONE = new Traces(List.of(), List.of(), List.of());

    public Traces and(Traces other) {
      List<Long> both = new ArrayList<>(sequences.subList(0, standing.size()));
      both.addAll(other.sequences.subList(0, other.standing.size()));
      both.addAll(sequences.subList(standing.size(), sequences.size()));
      both.addAll(other.sequences.subList(other.standing.size(), other.sequences.size()));
      return new Traces(joined(standing, other.standing), joined(gone, other.gone), both);
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
      List<T> both = new ArrayList<>(one);
      both.addAll(other);
      return both;
    }
  }

  /** The lives of memories, their rows locked in the order of ids until the transaction ends. */
  public Map<UUID, LifeImage> lock(Handle handle, UUID tenantId, Collection<UUID> ids) {
    Map<UUID, LifeImage> images = new HashMap<>();
    lives.lock(handle, tenantId, ids).forEach(image -> images.put(image.id(), image));
    return images;
  }

  /**
   * Stores derived memories with edges to what they were made from. Quotas and gates are for what
   * comes from outside; this does not.
   */
  public Traces create(
      Handle handle, Caller caller, List<DerivedMemory> derived, String action, Instant now) {
    if (derived.isEmpty()) {
      return Traces.NONE;
    }
    UUID tenantId = caller.tenantId();
    List<StoredMemory> rows = new ArrayList<>();
    List<StoredMemory> drafted =
        drafts.rows(caller, derived.stream().map(DerivedMemory::memory).toList(), now);
    for (StoredMemory row : drafted) {
      rows.add(row.withImportance(row.memory().importance().orElse(0.0)));
    }
    rows.stream()
        .map(StoredMemory::space)
        .distinct()
        .forEach(space -> spaces.ensure(handle, tenantId, space, now));
    for (boolean inserted : store.insertAll(handle, rows)) {
      if (!inserted) {
        throw new IllegalStateException("the id of a derived memory is taken");
      }
    }
    setWorth(handle, tenantId, derived, rows);
    List<MemoryEdge> links = new ArrayList<>();
    for (StoredMemory row : rows) {
      row.memory()
          .derivedFrom()
          .forEach(
              source ->
                  links.add(
                      new MemoryEdge(
                          row.id(),
                          source,
                          Relations.DERIVED_FROM,
                          1,
                          EdgeOrigin.DERIVED,
                          Map.of(),
                          caller.keyId())));
    }
    edges.add(handle, tenantId, links, now);
    List<MemoryChange> changes =
        rows.stream().map(row -> MemoryChange.created(row.asMemory())).toList();
    List<Long> sequences = ledger.record(handle, caller, action, changes, now);
    return new Traces(rows.stream().map(StoredMemory::id).toList(), List.of(), sequences);
  }

  private static void setWorth(
      Handle handle, UUID tenantId, List<DerivedMemory> derived, List<StoredMemory> rows) {
    PreparedBatch batch = handle.prepareBatch(SET_WORTH);
    for (int i = 0; i < rows.size(); i++) {
      batch
          .bind("tenant", tenantId)
          .bind("id", rows.get(i).id())
          .bind("valence", derived.get(i).valence())
          .bind("count", derived.get(i).outcomeCount())
          .add();
    }
    batch.execute();
  }

  /**
   * Gives locked memories other lives and returns these as they are stored. A life is no content:
   * the time of the last update and the history stay.
   */
  public List<LifeImage> change(Handle handle, Caller caller, List<LifeImage> wanted) {
    List<LifeImage> stored = wanted.stream().map(LifeImage::next).toList();
    lives.write(handle, caller.tenantId(), stored);
    return stored;
  }

  /**
   * Tells the outbox, the audit and the spaces of changed lives; last in a transaction. What looks
   * as it did {@code before} leaves no trace for the index.
   */
  public Traces record(
      Handle handle,
      Caller caller,
      String action,
      List<LifeImage> changed,
      Map<UUID, LifeImage> before,
      Map<UUID, Change> kinds,
      Instant now) {
    if (changed.isEmpty()) {
      return Traces.NONE;
    }
    List<Outbox.Entry> entries =
        changed.stream()
            .map(
                image ->
                    new Outbox.Entry(
                        image.id(),
                        image.space(),
                        kinds.getOrDefault(image.id(), Change.UPDATED),
                        image.rowVersion(),
                        image.mostPieces()))
            .toList();
    List<Long> sequences =
        outbox.append(handle, caller.tenantId(), caller.requestId(), now, entries);
    String space = changed.get(0).space();
    audit.record(handle, caller.actor(), action, space, Map.of("memories", changed.size()));
    changed.stream()
        .map(LifeImage::space)
        .distinct()
        .sorted()
        .forEach(each -> spaces.recordChange(handle, caller.tenantId(), each, 0, now));
    return shown(handle, changed, before, sequences, now);
  }

  private Traces shown(
      Handle handle,
      List<LifeImage> changed,
      Map<UUID, LifeImage> before,
      List<Long> sequences,
      Instant now) {
    List<UUID> shown = new ArrayList<>();
    List<Long> ofShown = new ArrayList<>();
    List<Long> ofOthers = new ArrayList<>();
    for (int i = 0; i < changed.size(); i++) {
      LifeImage image = changed.get(i);
      if (image.looksLike(before.get(image.id()))) {
        ofOthers.add(sequences.get(i));
      } else {
        shown.add(image.id());
        ofShown.add(sequences.get(i));
      }
    }
    outbox.markIndexed(handle, ofOthers, now);
    return new Traces(shown, List.of(), ofShown);
  }

  /** Removes derived memories wholly, with their history and edges. The rows must be locked. */
  public Traces remove(
      Handle handle, Caller caller, String action, List<LifeImage> going, Instant now) {
    if (going.isEmpty()) {
      return Traces.NONE;
    }
    UUID tenantId = caller.tenantId();
    UUID[] ids = going.stream().map(LifeImage::id).toArray(UUID[]::new);
    List<MemoryChange> changes = new ArrayList<>();
    List<Gone> gone = new ArrayList<>();
    for (Memory memory : store.findByIds(handle, tenantId, List.of(ids))) {
      Memory last = memory.next(now);
      changes.add(MemoryChange.deleted(last, false));
      gone.add(new Gone(last.id(), last.space(), last.mostPieces(), last.rowVersion()));
    }
    List<Long> sequences = ledger.record(handle, caller, action, changes, now);
    handle.createUpdate(DELETE_HISTORY).bind("tenant", tenantId).bind("ids", ids).execute();
    handle.createUpdate(DELETE).bind("tenant", tenantId).bind("ids", ids).execute();
    return new Traces(List.of(), gone, sequences);
  }

  /** Shows what was done in the index, page by page. Never fails; what it misses the relay does. */
  public void project(Database database, UUID tenantId, Traces traces) {
    int count = traces.standing().size();
    for (int from = 0; from < count; from += PAGE) {
      int to = Math.min(count, from + PAGE);
      List<UUID> page = traces.standing().subList(from, to);
      List<Memory> memories =
          database.inTenant(tenantId, handle -> store.findByIds(handle, tenantId, page));
      projection.project(tenantId, memories, List.of(), traces.sequences().subList(from, to));
    }
    projection.project(
        tenantId,
        List.of(),
        traces.gone(),
        traces.sequences().subList(count, traces.sequences().size()));
  }
}
