package io.hypnos.engine.memory;

import io.hypnos.engine.concept.ConceptStore;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.graph.EdgeOrigin;
import io.hypnos.engine.graph.EdgeStore;
import io.hypnos.engine.graph.MemoryEdge;
import io.hypnos.engine.graph.Relations;
import io.hypnos.engine.importance.SalientDelta;
import io.hypnos.engine.memory.Admission.Known;
import io.hypnos.engine.memory.Admission.Verdict;
import io.hypnos.engine.memory.Admission.Verdict.Admitted;
import io.hypnos.engine.memory.MemoryProjection.Gone;
import io.hypnos.engine.memory.NearestMemories.Nearest;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.space.SpaceStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.MemoryQuota;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What a write of new memories does within its one transaction. */
final class WriteTransaction {
  private static final String TENANT_SCOPE = "";

  private final MemoryStore memories;
  private final SpaceStore spaces;
  private final SpaceAccess access;
  private final MemoryQuota quota;
  private final Supersession supersession;
  private final EdgeStore edges;
  private final ConceptStore concepts;
  private final MemoryLedger ledger;
  private final SalientDelta delta;
  private final double threshold;

  WriteTransaction(
      MemoryStore memories,
      SpaceStore spaces,
      SpaceAccess access,
      MemoryQuota quota,
      Supersession supersession,
      EdgeStore edges,
      ConceptStore concepts,
      MemoryLedger ledger,
      SalientDelta delta,
      double threshold) {
    this.memories = memories;
    this.spaces = spaces;
    this.access = access;
    this.quota = quota;
    this.supersession = supersession;
    this.edges = edges;
    this.concepts = concepts;
    this.ledger = ledger;
    this.delta = delta;
    this.threshold = threshold;
  }

  /** An outcome a memory, what the index must show now, and the outbox entries of that. */
  record Result(
      List<WriteOutcome> outcomes, List<Memory> indexable, List<Gone> gone, List<Long> sequences) {}

  Result run(
      Handle handle,
      Caller caller,
      List<StoredMemory> rows,
      List<Optional<Nearest>> nearest,
      WritePolicy policy,
      Instant now) {
    List<String> names = rows.stream().map(StoredMemory::space).distinct().sorted().toList();
    access.requireWrite(handle, caller.tenantId(), caller.keyId(), names);
    Admission admission = admission(handle, caller, rows, policy, Set.of());
    Map<UUID, Memory> related = supersession.lockRelated(handle, caller.tenantId(), rows);
    long room = quota.room(handle, caller.tenantId(), caller.plan());
    Verdict[] verdicts = new Verdict[rows.size()];
    List<StoredMemory> coming = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      verdicts[i] = verdict(admission, i, rows.get(i), related, nearest.get(i));
      if (verdicts[i] instanceof Admitted admitted) {
        if (coming.size() >= room) {
          admission.withdraw(i, admitted.row());
          verdicts[i] = new Verdict.Failed(quota.exceeded(caller.plan()));
        } else {
          coming.add(admitted.row());
        }
      }
    }
    return store(handle, caller, verdicts, coming, related, now);
  }

  /**
   * Decides about these rows, with what the record holds of their texts and references.
   *
   * @param leaving memories that this transaction takes away or gives another text: no repeat of
   *     theirs is one
   */
  Admission admission(
      Handle handle,
      Caller caller,
      List<StoredMemory> rows,
      WritePolicy policy,
      Set<UUID> leaving) {
    Known known = known(handle, caller, rows, policy);
    Map<TextKey, UUID> texts = new HashMap<>(known.texts());
    texts.values().removeAll(leaving);
    return new Admission(policy, threshold, delta, new Known(known.refs(), texts, known.byId()));
  }

  private Known known(Handle handle, Caller caller, List<StoredMemory> rows, WritePolicy policy) {
    UUID tenantId = caller.tenantId();
    List<String> refs = rows.stream().flatMap(row -> row.externalRef().stream()).toList();
    Map<String, Memory> byRef = memories.findByExternalRefs(handle, tenantId, refs);
    if (policy.repeats() == WritePolicy.Repeats.KEEP) {
      return new Known(byRef, Map.of(), Map.of());
    }
    memories.lockTexts(
        handle, tenantId, rows.stream().map(row -> Admission.key(policy, row)).toList());
    if (policy.repeats() == WritePolicy.Repeats.REFUSE_LIKE) {
      return new Known(byRef, memories.findLike(handle, tenantId, rows), Map.of());
    }
    Map<TextKey, UUID> same = memories.findSame(handle, tenantId, rows);
    Map<UUID, Memory> byId = new HashMap<>();
    memories
        .findByIds(handle, tenantId, List.copyOf(same.values()))
        .forEach(memory -> byId.put(memory.id(), memory));
    return new Known(byRef, same, byId);
  }

  /** A known reference is answered first: what it named then may be gone by now. */
  private static Verdict verdict(
      Admission admission,
      int position,
      StoredMemory row,
      Map<UUID, Memory> related,
      Optional<Nearest> nearest) {
    return admission
        .replay(row)
        .or(() -> missing(row, related).map(Verdict.Failed::new))
        .orElseGet(() -> admission.decide(position, row, nearest));
  }

  private static Optional<HypnosException> missing(StoredMemory row, Map<UUID, Memory> related) {
    Set<UUID> wanted = new HashSet<>(row.memory().supersedes());
    wanted.addAll(row.memory().derivedFrom());
    wanted.removeAll(related.keySet());
    return wanted.stream()
        .sorted()
        .findFirst()
        .map(id -> new HypnosException(ErrorCode.NOT_FOUND, "no such memory: " + id));
  }

  private Result store(
      Handle handle,
      Caller caller,
      Verdict[] verdicts,
      List<StoredMemory> coming,
      Map<UUID, Memory> related,
      Instant now) {
    UUID tenantId = caller.tenantId();
    coming.stream()
        .map(StoredMemory::space)
        .distinct()
        .sorted()
        .forEach(space -> spaces.ensure(handle, tenantId, space, now));
    Set<UUID> stored = new HashSet<>();
    if (!coming.isEmpty()) {
      boolean[] inserted = memories.insertAll(handle, coming);
      for (int i = 0; i < inserted.length; i++) {
        if (inserted[i]) {
          stored.add(coming.get(i).id());
        }
      }
    }
    List<StoredMemory> fresh = coming.stream().filter(row -> stored.contains(row.id())).toList();
    List<Memory> superseded = supersession.apply(handle, tenantId, fresh, related, now);
    link(handle, caller, fresh, now);
    concepts.learn(
        handle,
        tenantId,
        TENANT_SCOPE,
        fresh.stream().map(row -> row.memory().concepts()).toList(),
        now);
    List<MemoryChange> changes = new ArrayList<>();
    List<Memory> indexable = new ArrayList<>();
    for (StoredMemory row : fresh) {
      Memory memory = row.asMemory();
      changes.add(MemoryChange.created(memory));
      indexable.add(memory);
    }
    for (Memory memory : superseded) {
      changes.add(MemoryChange.of(io.hypnos.engine.event.Outbox.Change.SUPERSEDED, memory));
      indexable.add(memory);
    }
    List<Long> sequences =
        new ArrayList<>(ledger.recordBeforeSpaces(handle, caller, "memory.create", changes, now));
    MemoryRemover.Done settled = supersession.settle(handle, caller, superseded);
    changes.addAll(settled.changes());
    ledger.recordInSpaces(handle, tenantId, changes, now);
    indexable.addAll(settled.shown());
    sequences.addAll(settled.sequences());
    return new Result(
        outcomes(handle, caller, verdicts, stored, superseded),
        indexable,
        settled.gone(),
        sequences);
  }

  /** Draws the edges that new memories bring with them. */
  void link(Handle handle, Caller caller, List<StoredMemory> fresh, Instant now) {
    List<MemoryEdge> links = new ArrayList<>();
    for (StoredMemory row : fresh) {
      row.memory()
          .supersedes()
          .forEach(old -> links.add(edge(caller, row.id(), old, Relations.UPDATES)));
      row.memory()
          .derivedFrom()
          .forEach(source -> links.add(edge(caller, row.id(), source, Relations.DERIVED_FROM)));
      row.memory()
          .relations()
          .forEach(
              to ->
                  links.add(
                      new MemoryEdge(
                          row.id(),
                          to.memory(),
                          to.relation(),
                          1,
                          to.origin(),
                          Map.of(),
                          caller.keyId())));
    }
    edges.add(handle, caller.tenantId(), links, now);
  }

  private static MemoryEdge edge(Caller caller, UUID from, UUID to, String relation) {
    return new MemoryEdge(from, to, relation, 1, EdgeOrigin.NATIVE, Map.of(), caller.keyId());
  }

  private List<WriteOutcome> outcomes(
      Handle handle, Caller caller, Verdict[] verdicts, Set<UUID> stored, List<Memory> superseded) {
    List<WriteOutcome> outcomes = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      if (verdict instanceof Admitted admitted) {
        outcomes.add(
            stored.contains(admitted.row().id())
                ? stored(admitted, superseded)
                : takenMeanwhile(handle, caller, admitted.row()));
      } else if (verdict instanceof Verdict.Repeat repeat) {
        outcomes.add(repeated(repeat, outcomes));
      } else if (verdict instanceof Verdict.Refused refused) {
        outcomes.add(WriteOutcome.refused(refused.importance(), refused.reason()));
      } else if (verdict instanceof Verdict.Failed failed) {
        outcomes.add(WriteOutcome.failed(failed.failure()));
      }
    }
    return outcomes;
  }

  private static WriteOutcome stored(Admitted admitted, List<Memory> superseded) {
    Set<UUID> replaced = new HashSet<>(admitted.row().memory().supersedes());
    List<UUID> taken = superseded.stream().map(Memory::id).filter(replaced::contains).toList();
    return WriteOutcome.stored(admitted.row().asMemory(), admitted.reason(), taken);
  }

  private static WriteOutcome repeated(Verdict.Repeat repeat, List<WriteOutcome> outcomes) {
    return repeat
        .earlier()
        .map(memory -> WriteOutcome.repeated(memory, repeat.reason()))
        .orElseGet(
            () -> {
              WriteOutcome first = outcomes.get(repeat.position());
              return first
                  .memory()
                  .map(memory -> WriteOutcome.repeated(memory, repeat.reason()))
                  .orElse(first);
            });
  }

  /** Somebody else has just committed the same external reference or id. */
  private WriteOutcome takenMeanwhile(Handle handle, Caller caller, StoredMemory row) {
    return row.externalRef()
        .map(ref -> memories.findByExternalRefs(handle, caller.tenantId(), List.of(ref)).get(ref))
        .map(first -> WriteOutcome.repeated(first, "idempotent replay of external_ref"))
        .orElseGet(
            () ->
                WriteOutcome.failed(
                    new HypnosException(ErrorCode.CONFLICT, "memory id is taken: " + row.id())));
  }
}
