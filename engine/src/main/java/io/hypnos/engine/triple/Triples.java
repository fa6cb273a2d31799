package io.hypnos.engine.triple;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.memory.StorableText;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Condition;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.engine.visibility.Visibilities;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Facts, for somebody. */
public final class Triples {
  private static final int LONGEST_TERM = 2000;
  private static final int LONGEST_OBJECT = 10_000;

  private final Database database;
  private final MemoryReader memories;
  private final Visibilities visibilities;
  private final SpaceAccess spaces;
  private final AuditLog audit;
  private final Supplier<UUID> ids;
  private final Clock clock;
  private final TripleStore store = new TripleStore();

  public Triples(
      Database database,
      MemoryReader memories,
      Visibilities visibilities,
      SpaceAccess spaces,
      AuditLog audit,
      Supplier<UUID> ids,
      Clock clock) {
    this.database = database;
    this.memories = memories;
    this.visibilities = visibilities;
    this.spaces = spaces;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /** Keeps a fact; the memory it names must be one that the viewer can see. */
  public Triple create(Caller caller, Viewer viewer, NewTriple fact) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Triple triple = triple(fact, now);
    requireSound(triple);
    Optional<UUID> memory = fact.memory();
    if (memory.isPresent() && memories.find(viewer, memory.get(), History.ALL).isEmpty()) {
      throw new HypnosException(
          ErrorCode.NOT_FOUND,
          "no such memory: " + memory.get(),
          Map.of("missing", "memory"),
          null);
    }
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          spaces.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(fact.space()));
          store.insert(handle, caller.tenantId(), triple);
          record(handle, caller, "triple.create", triple.id());
          return triple;
        });
  }

  /**
   * Keeps facts that were read from memories, within the transaction that stores those. Their ids
   * follow from the memories, so one that is there already stays as it is; one whose terms are no
   * terms is left out.
   *
   * @return how many were of use
   */
  public int keep(Handle handle, UUID tenantId, List<Triple> found) {
    int kept = 0;
    for (Triple triple : found) {
      if (isSound(triple)) {
        store.insert(handle, tenantId, triple);
        kept++;
      }
    }
    return kept;
  }

  private static boolean isSound(Triple triple) {
    try {
      requireSound(triple);
      return true;
    } catch (HypnosException e) {
      return false; // What a rule or a model takes for a term may be anything.
    }
  }

  /**
   * Keeps facts that the engine itself has read out of memories, within its transaction. What a
   * memory said already when it was read before is not kept twice.
   */
  public List<UUID> keepFound(Handle handle, UUID tenantId, List<NewTriple> found, Instant now) {
    List<UUID> kept = new ArrayList<>();
    for (NewTriple fact : found) {
      Triple triple = triple(fact, now);
      if (isSound(triple) && !store.isKnown(handle, tenantId, triple)) {
        store.insert(handle, tenantId, triple);
        kept.add(triple.id());
      }
    }
    return kept;
  }

  /** Removes what was said of memories whose text is another now. */
  public void removeOf(Handle handle, UUID tenantId, Collection<UUID> memories) {
    if (!memories.isEmpty()) {
      store.deleteOf(handle, tenantId, memories);
    }
  }

  /** Takes back what {@link #keepFound} kept. */
  public void removeFound(Handle handle, UUID tenantId, List<UUID> found) {
    store.deleteAll(handle, tenantId, found);
  }

  /** A page, newest first, and how many there are in all. */
  public TriplePage list(Viewer viewer, TripleQuery wanted, int limit, int offset) {
    return database.inTenant(
        viewer.tenantId(),
        handle -> {
          Condition scope = scope(handle, viewer);
          return new TriplePage(
              store.count(handle, scope, wanted),
              store.list(handle, scope, wanted, "created_at DESC, triple_id", limit, offset));
        });
  }

  /** What was true of a subject, in the order in which it began to hold. */
  public List<Triple> timeline(Viewer viewer, String subject, Optional<String> space, int limit) {
    TripleQuery wanted =
        new TripleQuery(
            space,
            Optional.of(subject),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return database.inTenant(
        viewer.tenantId(),
        handle ->
            store.list(
                handle,
                scope(handle, viewer),
                wanted,
                "valid_from, created_at, triple_id",
                limit,
                0));
  }

  public Triple update(Caller caller, Viewer viewer, UUID id, TriplePatch patch) {
    if (patch.isEmpty()) {
      throw new HypnosException(ErrorCode.VALIDATION, "there is nothing to change");
    }
    return database.inTenant(
        caller.tenantId(),
        handle -> {
          Triple before =
              store.lock(handle, scope(handle, viewer), id).orElseThrow(() -> notFound(id));
          spaces.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(before.space()));
          Triple after = patch.appliedTo(before);
          requireSound(after);
          store.update(handle, caller.tenantId(), after);
          record(handle, caller, "triple.update", id);
          return after;
        });
  }

  public void delete(Caller caller, Viewer viewer, UUID id) {
    database.<Void>inTenant(
        caller.tenantId(),
        handle -> {
          Condition scope = scope(handle, viewer);
          Triple triple = store.lock(handle, scope, id).orElseThrow(() -> notFound(id));
          spaces.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(triple.space()));
          store.delete(handle, scope, id);
          record(handle, caller, "triple.delete", id);
          return null;
        });
  }

  private Triple triple(NewTriple fact, Instant now) {
    return new Triple(
        ids.get(),
        fact.space(),
        fact.owner(),
        fact.subject(),
        fact.predicate(),
        fact.object(),
        fact.subjectType(),
        fact.objectType(),
        fact.validFrom().orElse(now),
        fact.validTo(),
        fact.memory(),
        fact.confidence(),
        now);
  }

  private Condition scope(Handle handle, Viewer viewer) {
    List<String> hidden =
        visibilities
            .resolve(handle, viewer, Optional.empty(), History.NONE, Optional.empty())
            .hidden();
    return TripleScope.of(viewer, hidden);
  }

  private void record(Handle handle, Caller caller, String action, UUID id) {
    audit.record(handle, caller.actor(), action, id.toString(), Map.of());
  }

  private static HypnosException notFound(UUID id) {
    return new HypnosException(
        ErrorCode.NOT_FOUND, "no such triple: " + id, Map.of("missing", "triple"), null);
  }

  private static void requireSound(Triple triple) {
    requireTerm("subject", triple.subject(), LONGEST_TERM);
    requireTerm("predicate", triple.predicate(), LONGEST_TERM);
    requireTerm("object", triple.object(), LONGEST_OBJECT);
    StorableText.require("space", triple.space());
    triple.owner().ifPresent(text -> StorableText.require("owner", text));
    triple.subjectType().ifPresent(text -> StorableText.require("subject_type", text));
    triple.objectType().ifPresent(text -> StorableText.require("object_type", text));
    if (!Double.isFinite(triple.confidence())) {
      throw invalid("confidence", "confidence is a finite number");
    }
  }

  private static void requireTerm(String field, String text, int longest) {
    StorableText.require(field, text);
    if (text.isBlank() || text.codePointCount(0, text.length()) > longest) {
      throw invalid(field, "%s has 1 to %d characters".formatted(field, longest));
    }
  }

  private static HypnosException invalid(String field, String message) {
    return new HypnosException(ErrorCode.VALIDATION, message, Map.of("field", field), null);
  }
}
