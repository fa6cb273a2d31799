package io.hypnos.engine.memory;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.event.Outbox;
import io.hypnos.engine.event.Outbox.Change;
import io.hypnos.engine.event.Outbox.Entry;
import io.hypnos.engine.importance.Richness;
import io.hypnos.engine.space.SpaceStore;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.MemoryQuota;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The one writer of memories. An acknowledged write is committed to the record with its outbox
 * entry and audit entry in one transaction; after that it goes into the search index, or waits in
 * the outbox when the index is down.
 */
public final class MemoryWriter {
  private final Database database;
  private final MemoryStore memories;
  private final SpaceStore spaces;
  private final Outbox outbox;
  private final AuditLog audit;
  private final MemoryQuota quota;
  private final MemoryProjection projection;
  private final EmbeddingModel embedding;
  private final Supplier<UUID> ids;
  private final Clock clock;

  public MemoryWriter(
      Database database,
      MemoryStore memories,
      SpaceStore spaces,
      Outbox outbox,
      AuditLog audit,
      MemoryQuota quota,
      MemoryProjection projection,
      EmbeddingModel embedding,
      Supplier<UUID> ids,
      Clock clock) {
    this.database = database;
    this.memories = memories;
    this.spaces = spaces;
    this.outbox = outbox;
    this.audit = audit;
    this.quota = quota;
    this.projection = projection;
    this.embedding = embedding;
    this.ids = ids;
    this.clock = clock;
  }

  /** Writes one memory unless it repeats what the space already holds word for word. */
  public WriteOutcome write(Caller caller, NewMemory memory) {
    StorableText.require("content", memory.content());
    StorableText.require("domain", memory.space());
    StorableText.requireAll("concepts", memory.concepts());
    StorableText.requireAll("metadata", memory.metadata());
    memory.origin().externalRef().ifPresent(ref -> StorableText.require("external_ref", ref));
    float[] vector = embedding.embed(memory.content());
    StoredMemory row =
        row(
            caller,
            new EmbeddedMemory(memory, Vectors.of(embedding.modelId(), vector)),
            Optional.empty());
    Written written = database.inTenant(caller.tenantId(), handle -> writeNew(handle, caller, row));
    written
        .indexable()
        .ifPresent(
            stored -> projection.project(caller.tenantId(), List.of(stored), written.sequences()));
    return written.outcome();
  }

  private Written writeNew(Handle handle, Caller caller, StoredMemory row) {
    Optional<Written> known = alreadyKnown(handle, caller, row);
    if (known.isPresent()) {
      return known.get();
    }
    quota.check(handle, caller.tenantId(), caller.plan(), 1);
    spaces.ensure(handle, caller.tenantId(), row.memory().space(), row.now());
    if (!memories.insert(handle, row)) {
      // Somebody else has just committed the same external reference.
      return alreadyKnown(handle, caller, row)
          .orElseThrow(
              () -> new HypnosException(ErrorCode.CONFLICT, "memory id is taken: " + row.id()));
    }
    List<Long> sequences =
        outbox.append(
            handle,
            caller.tenantId(),
            caller.requestId(),
            row.now(),
            List.of(new Entry(row.id(), row.memory().space(), Change.CREATED, 1)));
    audit.record(handle, caller.actor(), "memory.create", row.id().toString(), Map.of());
    spaces.recordChange(handle, caller.tenantId(), row.memory().space(), 1, row.now());
    return new Written(
        new WriteOutcome(true, Optional.of(row.id()), row.importance(), "novel"),
        Optional.of(row.asMemory()),
        sequences);
  }

  private Optional<Written> alreadyKnown(Handle handle, Caller caller, StoredMemory row) {
    Optional<Memory> replayed =
        row.externalRef()
            .flatMap(ref -> memories.findByExternalRef(handle, caller.tenantId(), ref));
    if (replayed.isPresent()) {
      Memory first = replayed.get();
      return Optional.of(
          Written.nothing(
              new WriteOutcome(
                  true,
                  Optional.of(first.id()),
                  first.importance(),
                  "idempotent replay of external_ref")));
    }
    memories.lockText(handle, caller.tenantId() + "/" + row.memory().space(), row.fingerprint());
    return memories
        .findLiveByFingerprint(handle, caller.tenantId(), row.memory().space(), row.fingerprint())
        .map(
            twin ->
                Written.nothing(
                    new WriteOutcome(
                        false,
                        Optional.empty(),
                        0,
                        "Below importance threshold (0.000 < 0.100): near-duplicate of "
                            + twin.id())));
  }

  private record Written(WriteOutcome outcome, Optional<Memory> indexable, List<Long> sequences) {
    static Written nothing(WriteOutcome outcome) {
      return new Written(outcome, Optional.empty(), List.of());
    }
  }

  /**
   * Stores memories whose ids follow from their source. A repeat changes nothing; the same id with
   * other content replaces it. All or nothing. Fails with {@code NOT_FOUND} when the tenant is
   * gone.
   *
   * @return how many are in the record now
   */
  public int storeAll(Caller caller, List<EmbeddedMemory> embedded) {
    List<StoredMemory> rows =
        embedded.stream()
            .map(
                each ->
                    row(
                        caller,
                        new EmbeddedMemory(
                            each.memory()
                                .withContent(StorableText.cleaned(each.memory().content())),
                            each.vectors()),
                        each.memory().id()))
            .toList();
    if (rows.isEmpty()) {
      return 0;
    }
    Stored stored =
        database.inTenant(
            caller.tenantId(),
            handle -> {
              requireTenant(handle, caller.tenantId());
              return BulkStore.store(handle, caller, rows, memories, spaces, outbox, audit, quota);
            });
    projection.project(caller.tenantId(), stored.memories(), stored.sequences());
    return rows.size();
  }

  /** What a bulk store did: the rows as they stand now and the outbox entries of the changes. */
  record Stored(List<Memory> memories, List<Long> sequences) {}

  private static void requireTenant(Handle handle, UUID tenantId) {
    Optional<UUID> active =
        handle
            .createQuery(
                "SELECT tenant_id FROM tenant WHERE tenant_id = :tenant AND state = 'active'")
            .bind("tenant", tenantId)
            .mapTo(UUID.class)
            .findOne();
    if (active.isEmpty()) {
      throw new HypnosException(ErrorCode.NOT_FOUND, "tenant is gone: " + tenantId);
    }
  }

  private StoredMemory row(Caller caller, EmbeddedMemory embedded, Optional<UUID> id) {
    NewMemory memory = embedded.memory();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    double importance =
        memory.importance().orElseGet(() -> Richness.importanceOfNovel(memory.content()));
    return new StoredMemory(
        caller.tenantId(),
        id.orElseGet(ids),
        memory,
        Fingerprint.of(memory.content()),
        ContentDigest.of(memory.content()),
        importance,
        embedded.vectors(),
        caller.keyId(),
        now);
  }
}
