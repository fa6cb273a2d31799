package io.hypnos.engine.memory;

import io.hypnos.engine.concept.ConceptStore;
import io.hypnos.engine.memory.MemoryProjection.Gone;
import io.hypnos.engine.memory.NearestMemories.Nearest;
import io.hypnos.engine.memory.NearestMemories.Probe;
import io.hypnos.engine.memory.SourceRecordStore.Standing;
import io.hypnos.engine.memory.SourceUnit.SourceRecord;
import io.hypnos.engine.space.SpaceStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.MemoryQuota;
import io.hypnos.engine.visibility.Viewer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Stores units of intake in one transaction: what is new comes in by the same admission as a
 * synchronous write, what is changed is replaced, what a new version of a record no longer has
 * goes, and what is there already stays as it is.
 */
final class UnitTransaction {
  private static final String TENANT_SCOPE = "";

  private final MemoryStore memories;
  private final SpaceStore spaces;
  private final MemoryQuota quota;
  private final ConceptStore concepts;
  private final MemoryLedger ledger;
  private final WriteTransaction writes;
  private final DocumentLinks documents;
  private final MemoryRemover remover;
  private final Dissolution dissolution;
  private final SourceRecordStore records = new SourceRecordStore();

  UnitTransaction(
      MemoryStore memories,
      SpaceStore spaces,
      MemoryQuota quota,
      ConceptStore concepts,
      MemoryLedger ledger,
      WriteTransaction writes,
      DocumentLinks documents,
      MemoryRemover remover,
      Dissolution dissolution) {
    this.memories = memories;
    this.spaces = spaces;
    this.quota = quota;
    this.concepts = concepts;
    this.ledger = ledger;
    this.writes = writes;
    this.documents = documents;
    this.remover = remover;
    this.dissolution = dissolution;
  }

  /** A unit with the rows of its memories and what is nearest to each. */
  record UnitRows(SourceUnit unit, List<StoredMemory> rows, List<Optional<Nearest>> nearest) {
    /** What to look up: every row, if the policy wants to know what is nearest. */
    List<Probe> probes() {
      return unit.policy().gated()
          ? rows.stream().map(row -> new Probe(row.space(), row.vectors())).toList()
          : List.of();
    }

    UnitRows with(List<Optional<Nearest>> found) {
      return new UnitRows(unit, rows, found);
    }
  }

  /** An outcome a unit, and what the index must show once this is committed. */
  record Result(
      List<UnitOutcome> outcomes,
      List<Memory> indexable,
      List<Gone> gone,
      List<Long> sequences,
      Set<UUID> fresh,
      Set<UUID> rewritten) {}

  /** No memory and no record may be in two of the units. */
  Result run(Handle handle, Caller caller, List<UnitRows> units, Instant now) {
    UUID tenantId = caller.tenantId();
    Set<SourceRecord> announced = records.announce(handle, tenantId, records(units), now);
    Map<UUID, Standing> standing = records.lock(handle, tenantId, recordIds(tenantId, units));
    List<UUID> ids = rows(units).stream().map(StoredMemory::id).toList();
    Map<UUID, Memory> before = byId(memories.lock(handle, tenantId, ids));
    Set<UUID> leaving = leaving(tenantId, units, standing, before);
    UnitDecisions decisions =
        new UnitDecisions(
            before,
            leaving,
            quota.room(handle, tenantId, caller.plan()),
            () -> quota.exceeded(caller.plan()),
            policy ->
                writes.admission(
                    handle, caller, unknown(units, policy, before.keySet()), policy, leaving));
    List<UnitPlan> plans = new ArrayList<>();
    for (UnitRows unit : units) {
      plans.add(decisions.decide(unit, standingOf(tenantId, unit.unit(), standing)));
    }
    if (plans.stream().anyMatch(plan -> !plan.coming().isEmpty())) {
      long version = memories.versionOfNow(handle);
      plans.replaceAll(plan -> plan.withFirstVersion(version));
    }
    Map<SourceRecord, List<UUID>> standingNow = standingNow(plans);
    announced.removeAll(standingNow.keySet());
    records.withdraw(handle, tenantId, announced);
    return store(handle, caller, plans, standingNow, before, now);
  }

  private static Standing standingOf(UUID tenantId, SourceUnit unit, Map<UUID, Standing> standing) {
    return unit.record()
        .map(record -> standing.getOrDefault(record.id(tenantId), Standing.UNKNOWN))
        .orElse(Standing.UNKNOWN);
  }

  /** Memories of the versions before that the new ones do not leave as they are. */
  private static Set<UUID> leaving(
      UUID tenantId, List<UnitRows> units, Map<UUID, Standing> standing, Map<UUID, Memory> before) {
    Set<UUID> leaving = new HashSet<>();
    for (UnitRows unit : units) {
      Standing known = standingOf(tenantId, unit.unit(), standing);
      if (unit.unit().record().map(known::isNewerThan).orElse(true)) {
        continue;
      }
      Set<UUID> kept = new HashSet<>();
      for (StoredMemory row : unit.rows()) {
        Memory present = before.get(row.id());
        if (present != null && row.memory().content().equals(present.content())) {
          kept.add(row.id());
        }
      }
      known.memories().stream().filter(id -> !kept.contains(id)).forEach(leaving::add);
    }
    return leaving;
  }

  private Result store(
      Handle handle,
      Caller caller,
      List<UnitPlan> plans,
      Map<SourceRecord, List<UUID>> standingNow,
      Map<UUID, Memory> before,
      Instant now) {
    UUID tenantId = caller.tenantId();
    List<StoredMemory> coming = plans.stream().flatMap(plan -> plan.coming().stream()).toList();
    coming.stream()
        .map(StoredMemory::space)
        .distinct()
        .sorted()
        .forEach(space -> spaces.ensure(handle, tenantId, space, now));
    Set<UUID> fresh = insert(handle, coming);
    List<StoredMemory> changed = plans.stream().flatMap(plan -> plan.changed().stream()).toList();
    memories.replaceContent(handle, changed);
    List<UUID> changedIds = changed.stream().map(StoredMemory::id).toList();
    Map<UUID, Memory> after = byId(memories.findByIds(handle, tenantId, changedIds));
    List<StoredMemory> inserted = coming.stream().filter(row -> fresh.contains(row.id())).toList();
    writes.link(handle, caller, inserted, now);
    documents.link(
        handle, tenantId, Stream.concat(inserted.stream(), changed.stream()).toList(), now);
    concepts.learn(
        handle,
        tenantId,
        TENANT_SCOPE,
        inserted.stream().map(row -> row.memory().concepts()).toList(),
        now);
    List<Memory> indexable = new ArrayList<>();
    List<Long> sequences = new ArrayList<>();
    List<MemoryChange> all = new ArrayList<>();
    changesByCaller(caller, plans, before, after, fresh)
        .forEach(
            (who, changes) -> {
              all.addAll(changes);
              sequences.addAll(
                  ledger.recordBeforeSpaces(handle, who, "memory.store", changes, now));
            });
    all.forEach(change -> indexable.add(change.memory()));
    // Rows before spaces, as every other writer: what is removed is recorded with the rest.
    Set<UUID> rewritten = rewritten(changed, before);
    List<Gone> gone = new ArrayList<>();
    MemoryRemover.Done dissolved = dissolution.of(handle, caller, rewritten);
    indexable.addAll(dissolved.shown());
    sequences.addAll(dissolved.sequences());
    all.addAll(dissolved.changes());
    gone.addAll(dissolved.gone());
    gone.addAll(remove(handle, caller, plans, indexable, sequences, all));
    records.putAll(handle, tenantId, standingNow, now);
    ledger.recordInSpaces(handle, tenantId, all, now);
    return new Result(
        plans.stream().map(UnitPlan::outcome).toList(),
        indexable,
        gone,
        sequences,
        fresh,
        rewritten);
  }

  private static Set<UUID> rewritten(List<StoredMemory> changed, Map<UUID, Memory> before) {
    return changed.stream()
        .filter(row -> !row.memory().content().equals(before.get(row.id()).content()))
        .map(StoredMemory::id)
        .collect(Collectors.toSet());
  }

  private Set<UUID> insert(Handle handle, List<StoredMemory> coming) {
    Set<UUID> fresh = new HashSet<>();
    if (!coming.isEmpty()) {
      boolean[] inserted = memories.insertAll(handle, coming);
      for (int i = 0; i < inserted.length; i++) {
        if (inserted[i]) {
          fresh.add(coming.get(i).id());
        }
      }
    }
    return fresh;
  }

  /** Each change is recorded under the request that brought it. */
  private static Map<Caller, List<MemoryChange>> changesByCaller(
      Caller caller,
      List<UnitPlan> plans,
      Map<UUID, Memory> before,
      Map<UUID, Memory> after,
      Set<UUID> fresh) {
    Map<Caller, List<MemoryChange>> changes = new LinkedHashMap<>();
    for (UnitPlan plan : plans) {
      List<MemoryChange> ofUnit = new ArrayList<>();
      plan.coming().stream()
          .filter(row -> fresh.contains(row.id()))
          .forEach(row -> ofUnit.add(MemoryChange.created(row.asMemory())));
      plan.changed()
          .forEach(
              row -> ofUnit.add(MemoryChange.updated(before.get(row.id()), after.get(row.id()))));
      if (!ofUnit.isEmpty()) {
        changes
            .computeIfAbsent(behind(plan.unit(), caller), none -> new ArrayList<>())
            .addAll(ofUnit);
      }
    }
    return changes;
  }

  private List<Gone> remove(
      Handle handle,
      Caller caller,
      List<UnitPlan> plans,
      List<Memory> indexable,
      List<Long> sequences,
      List<MemoryChange> changes) {
    List<Gone> gone = new ArrayList<>();
    for (UnitPlan plan : plans) {
      List<UUID> leaving = unpinned(handle, caller.tenantId(), plan.gone());
      if (!leaving.isEmpty()) {
        // The source decides about its own records, whoever may write into the space by now.
        Caller source =
            new Caller(caller.tenantId(), Optional.empty(), caller.plan(), plan.unit().requestId());
        MemoryRemover.Done done =
            remover.within(
                handle,
                source,
                Viewer.ofTenant(caller.tenantId()),
                leaving,
                MemoryRemover.Trace.NONE);
        gone.addAll(done.gone());
        indexable.addAll(done.shown());
        sequences.addAll(done.sequences());
        changes.addAll(done.changes());
      }
    }
    return gone;
  }

  /** A pin outlasts the source. */
  private List<UUID> unpinned(Handle handle, UUID tenantId, List<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : memories.lock(handle, tenantId, ids).stream()
            .filter(memory -> !memory.life().pinned())
            .map(Memory::id)
            .toList();
  }

  private static Caller behind(SourceUnit unit, Caller caller) {
    return new Caller(caller.tenantId(), unit.createdBy(), caller.plan(), unit.requestId());
  }

  private static Map<SourceRecord, List<UUID>> standingNow(List<UnitPlan> plans) {
    Map<SourceRecord, List<UUID>> now = new LinkedHashMap<>();
    for (UnitPlan plan : plans) {
      if (plan.isTaken()) {
        plan.unit().record().ifPresent(record -> now.put(record, plan.outcome().memories()));
      }
    }
    return now;
  }

  private static List<SourceRecord> records(List<UnitRows> units) {
    return units.stream().flatMap(unit -> unit.unit().record().stream()).toList();
  }

  private static List<UUID> recordIds(UUID tenantId, List<UnitRows> units) {
    return records(units).stream().map(record -> record.id(tenantId)).toList();
  }

  /** Rows that an admission has to decide about; those that are there already need none. */
  private static List<StoredMemory> unknown(
      List<UnitRows> units, WritePolicy policy, Set<UUID> known) {
    return units.stream()
        .filter(unit -> unit.unit().policy().equals(policy))
        .flatMap(unit -> unit.rows().stream())
        .filter(row -> !known.contains(row.id()))
        .toList();
  }

  private static List<StoredMemory> rows(List<UnitRows> units) {
    return units.stream().flatMap(unit -> unit.rows().stream()).toList();
  }

  private static Map<UUID, Memory> byId(List<Memory> memories) {
    return new HashMap<>(
        memories.stream().collect(Collectors.toMap(Memory::id, Function.identity())));
  }
}
