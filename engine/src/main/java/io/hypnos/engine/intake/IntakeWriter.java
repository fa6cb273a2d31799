package io.hypnos.engine.intake;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.memory.SourceUnit;
import io.hypnos.engine.memory.SourceUnit.SourceRecord;
import io.hypnos.engine.memory.UnitCompanion;
import io.hypnos.engine.memory.UnitOutcome;
import io.hypnos.engine.memory.UnitWriter;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.engine.tenancy.TenantStore;
import io.hypnos.engine.triple.Triple;
import io.hypnos.engine.triple.Triples;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Revision;
import java.sql.Array;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Stores units of intake, many at once, by the same admission as a synchronous write. Doing it
 * again changes nothing.
 */
public final class IntakeWriter {
  private static final String STANDING =
      """
      SELECT revision, digest, deleted, memories
      FROM source_record r
      WHERE tenant_id = :tenant AND record_id = :id
        AND (SELECT count(*) FILTER (WHERE m.metadata ->> 'extraction' IS DISTINCT FROM 'no_answer')
             FROM memory m
             WHERE m.tenant_id = :tenant AND m.memory_id = ANY(r.memories))
            = cardinality(memories)
      """;

  private final Database database;
  private final TenantStore tenants;
  private final UnitWriter writer;
  private final Triples triples;
  private final SpaceIntakes spaces;
  private final BatchGate gate;

  IntakeWriter(
      Database database,
      TenantStore tenants,
      UnitWriter writer,
      Triples triples,
      SpaceIntakes spaces,
      BatchGate gate) {
    this.database = database;
    this.tenants = tenants;
    this.writer = writer;
    this.triples = triples;
    this.spaces = spaces;
    this.gate = gate;
  }

  /**
   * The same for what was handed over to the job: units of a batch that was withdrawn are left out.
   */
  public List<UnitOutcome> storeHandedOver(UUID tenantId, List<Intaken> units) {
    Set<UUID> withdrawn =
        gate.withdrawn(
            tenantId,
            units.stream().map(unit -> unit.message().batchId()).collect(Collectors.toSet()));
    if (withdrawn.isEmpty()) {
      return store(tenantId, units);
    }
    List<Intaken> valid =
        units.stream().filter(unit -> !withdrawn.contains(unit.message().batchId())).toList();
    Iterator<UnitOutcome> stored =
        (valid.isEmpty() ? List.<UnitOutcome>of() : store(tenantId, valid)).iterator();
    return units.stream()
        .map(
            unit ->
                withdrawn.contains(unit.message().batchId())
                    ? UnitOutcome.of(List.of(), Optional.of("its batch was withdrawn"))
                    : stored.next())
        .toList();
  }

  /**
   * An outcome a unit, in their order.
   *
   * @throws HypnosException with {@code NOT_FOUND} when the tenant is gone
   */
  public List<UnitOutcome> store(UUID tenantId, List<Intaken> units) {
    Tenant tenant =
        tenants
            .find(tenantId)
            .orElseThrow(
                () -> new HypnosException(ErrorCode.NOT_FOUND, "tenant is gone: " + tenantId));
    Caller caller = new Caller(tenantId, Optional.empty(), tenant.plan(), units.get(0).requestId());
    List<Triple> found = units.stream().flatMap(unit -> unit.triples().stream()).toList();
    UnitCompanion companion =
        (handle, owner, fresh, rewritten, now) -> {
          // What the old text said is not what the new one says.
          triples.removeOf(handle, owner, rewritten);
          triples.keep(
              handle,
              owner,
              found.stream()
                  .filter(triple -> isAnyOf(triple.memory().orElseThrow(), fresh, rewritten))
                  .toList());
        };
    return writer.store(caller, units.stream().map(this::unit).toList(), companion);
  }

  private static boolean isAnyOf(UUID id, Set<UUID> fresh, Set<UUID> rewritten) {
    return fresh.contains(id) || rewritten.contains(id);
  }

  private SourceUnit unit(Intaken taken) {
    IngestMessage message = taken.message();
    return new SourceUnit(
        isEvent(message) ? Optional.empty() : Optional.of(recordOf(message)),
        policyOf(message),
        message.attributes().createdBy(),
        taken.requestId(),
        taken.memories());
  }

  private static boolean isEvent(IngestMessage message) {
    return message.occasion().isPresent() && message.revision().isEmpty();
  }

  private static SourceRecord recordOf(IngestMessage message) {
    return new SourceRecord(
        message.space(),
        message.source(),
        message.externalId(),
        revisionOf(message),
        digestOf(message),
        message.deletes());
  }

  /**
   * As its source counts; a file whose versions nobody counts is as new as the moment in which it
   * was taken, so that a replay never brings an old one back in place of a newer.
   */
  private static Optional<Long> revisionOf(IngestMessage message) {
    return message
        .revision()
        .map(Revision::number)
        .or(() -> message.content().digest().map(any -> micros(message.acceptedAt())));
  }

  private static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  /** Of all that its memories are made of. */
  private static Optional<String> digestOf(IngestMessage message) {
    return message
        .content()
        .digest()
        .map(bytes -> bytes + "|" + message.attributes().category().orElse(""));
  }

  private WritePolicy policyOf(IngestMessage message) {
    return spaces
        .of(message.tenantId(), message.space())
        .policy()
        .or(message::policy)
        .flatMap(WritePolicy::named)
        .orElse(WritePolicy.KEEP_ALL);
  }

  /**
   * Events that are answered by what is in the record: they need not be embedded. One whose memory
   * is there has been stored before; one whose words its space knows adds nothing where repeats are
   * refused.
   *
   * @return outcomes by the position of the event
   */
  public Map<Integer, UnitOutcome> answered(UUID tenantId, List<IngestMessage> events) {
    Map<Integer, UnitOutcome> answered = new HashMap<>();
    Map<UUID, String> wordsById = new HashMap<>();
    for (IngestMessage event : events) {
      wordsById.put(memoryId(event), event.content().text().orElse(""));
    }
    Set<UUID> standing = writer.standing(tenantId, wordsById);
    Map<String, Set<String>> textsBySpace = new HashMap<>();
    for (int i = 0; i < events.size(); i++) {
      IngestMessage event = events.get(i);
      if (standing.contains(memoryId(event))) {
        answered.put(i, UnitOutcome.of(List.of(memoryId(event)), Optional.empty()));
      } else if (policyOf(event).repeats() == WritePolicy.Repeats.REFUSE_LIKE) {
        textsBySpace
            .computeIfAbsent(event.space(), none -> new HashSet<>())
            .add(event.content().text().orElse(""));
      }
    }
    textsBySpace.forEach(
        (space, texts) -> {
          Set<String> known = writer.known(tenantId, space, texts);
          for (int i = 0; i < events.size(); i++) {
            IngestMessage event = events.get(i);
            if (event.space().equals(space)
                && policyOf(event).repeats() == WritePolicy.Repeats.REFUSE_LIKE
                && known.contains(event.content().text().orElse(""))) {
              answered.putIfAbsent(
                  i, UnitOutcome.of(List.of(), Optional.of("its space has the same words")));
            }
          }
        });
    return answered;
  }

  private static UUID memoryId(IngestMessage event) {
    return MemoryIds.ofChunk(
        event.tenantId(), event.space(), event.source(), event.externalId(), 0);
  }

  /**
   * By how many memories the very unit that the message carries stands, if it is known to: then
   * there is no need to read it again. Only a number or a digest says so. A version that a newer
   * one has replaced is answered by that.
   */
  public OptionalInt standing(IngestMessage message) {
    Optional<Long> wanted = revisionOf(message);
    if (wanted.isEmpty() || isEvent(message)) {
      return OptionalInt.empty();
    }
    UUID id =
        MemoryIds.ofRecord(
            message.tenantId(), message.space(), message.source(), message.externalId());
    Optional<String> digest = digestOf(message);
    return database.inTenant(
        message.tenantId(),
        handle ->
            handle
                .createQuery(STANDING)
                .bind("tenant", message.tenantId())
                .bind("id", id)
                .map(
                    (row, context) -> {
                      Array memories = row.getArray("memories");
                      int count = ((UUID[]) memories.getArray()).length;
                      boolean deleted = row.getBoolean("deleted");
                      long revision = row.getLong("revision");
                      Optional<Long> known =
                          row.wasNull() ? Optional.empty() : Optional.of(revision);
                      boolean newer = known.isPresent() && known.get() > wanted.get();
                      boolean same =
                          digest.isPresent()
                              ? digest.get().equals(row.getString("digest"))
                              : known.equals(wanted);
                      boolean stands = newer || (same && deleted == message.deletes());
                      return stands && (count > 0 || deleted)
                          ? OptionalInt.of(count)
                          : OptionalInt.empty();
                    })
                .findOne()
                .orElse(OptionalInt.empty()));
  }
}
