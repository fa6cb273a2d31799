package io.hypnos.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.deletion.FileRemoval;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.job.BatchSummary;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryRemover;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Traits;
import io.hypnos.engine.memory.UnitOutcome;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Role;
import io.hypnos.engine.triple.Triple;
import io.hypnos.engine.triple.TripleQuery;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Attributes;
import io.hypnos.schemas.message.IngestMessage.Content;
import io.hypnos.schemas.message.IngestMessage.Occasion;
import io.hypnos.schemas.message.IngestStatus;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is read from texts as their space wants it, and stored with them once. */
final class IntakeWriterIT {
  @RegisterExtension
  static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.S3);

  private static final String TEXT =
      "I work at Siemens in Munich. My sister Clara plays the cello in an orchestra.";
  private static Engine engine;

  private Caller caller;
  private Viewer viewer;

  @BeforeAll
  static void open() {
    // Also where a broker runs for other tests there is none for these.
    engine =
        Engines.open(
            Settings.with(
                STACK.settings(),
                Map.of("kafka.bootstrap", "127.0.0.1:1", "kafka.delivery-timeout", "2s")));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @BeforeEach
  void makeTenant() {
    caller = Engines.newTenant(engine);
    viewer = Viewer.ofTenant(caller.tenantId());
  }

  @Test
  void aSpaceThatWantsItGetsConceptsFactsAndTriplesOnceHoweverOftenItIsTold() {
    engine
        .inbound()
        .spaces()
        .put(caller, "diary", new SpaceIntake(Optional.empty(), true, true, true));
    IngestMessage message = event("diary", "e1", TEXT, Optional.empty());

    List<UUID> first = take(message).memories();
    int triples = triples();
    List<UUID> second = take(message).memories();

    assertThat(second).isEqualTo(first);
    assertThat(triples).isPositive().isEqualTo(triples());
    UUID told = EventMemories.of(message).id().orElseThrow();
    Memory memory = memory(told);
    assertThat(memory.concepts()).isNotEmpty();
    assertThat(first).hasSizeGreaterThan(1);
    for (UUID fact : first.subList(1, first.size())) {
      assertThat(TEXT).contains(memory(fact).content().substring(0, 4));
      assertThat(derivedFrom(fact)).containsExactly(told);
    }
  }

  @Test
  void whatATextNoLongerSaysIsNoTripleAnyMore() {
    engine
        .inbound()
        .spaces()
        .put(caller, "diary", new SpaceIntake(Optional.empty(), false, false, true));
    take(event("diary", "e1", "I work at Siemens in Munich.", Optional.empty()));
    assertThat(objects()).anyMatch(object -> object.contains("Siemens"));

    take(event("diary", "e1", "I work at Bosch in Stuttgart.", Optional.empty()));

    assertThat(objects())
        .anyMatch(object -> object.contains("Bosch"))
        .noneMatch(object -> object.contains("Siemens"));
  }

  @Test
  void whatIsSaidAboutADocumentIsNobodysStatement() {
    engine
        .inbound()
        .spaces()
        .put(caller, "diary", new SpaceIntake(Optional.empty(), false, true, true));
    IngestMessage message = event("diary", "e1", TEXT, Optional.empty());
    NewMemory summary =
        NewMemory.builder("diary", TEXT, "drop")
            .id(UUID.randomUUID())
            .traits(Traits.PLAIN.withKind("document"))
            .build();

    Reading reading = engine.inbound().reader().read(message, List.of(summary));

    assertThat(reading.memories()).hasSize(1);
    assertThat(reading.triples()).isEmpty();
  }

  @Test
  void anotherSpaceGetsTheTextAlone() {
    assertThat(take(event("plain", "e1", TEXT, Optional.empty())).memories()).hasSize(1);
    assertThat(triples()).isZero();
  }

  @Test
  void thePolicyOfTheSpaceGoesBeforeThatOfTheItem() {
    take(event("strict", "e1", "The ferry leaves at nine", Optional.empty()));
    engine
        .inbound()
        .spaces()
        .put(caller, "strict", new SpaceIntake(Optional.of("distinct"), false, false, false));

    IngestMessage again =
        event("strict", "e2", "the ferry  leaves at nine", Optional.of("keep_all"));

    assertThat(engine.inbound().writer().answered(caller.tenantId(), List.of(again)).get(0).note())
        .contains("its space has the same words");
    UnitOutcome outcome = take(again);
    assertThat(outcome.memories()).isEmpty();
    assertThat(outcome.note()).isPresent();
  }

  @Test
  void ofABatchThatWasWithdrawnNothingIsStored() {
    IngestMessage whole = event("plain", "e1", "The ferry leaves at nine", Optional.empty());
    IngestMessage part = event("plain", "e2", "The ferry leaves at ten", Optional.empty());
    IngestMessage unknown = event("plain", "e3", "The ferry leaves at noon", Optional.empty());
    handOver(whole);
    assertThat(engine.batches().accepted(caller.tenantId(), whole.batchId())).isTrue();
    handOver(part);
    assertThat(engine.batches().withdraw(caller.tenantId(), part.batchId())).isTrue();

    List<UnitOutcome> outcomes =
        engine
            .inbound()
            .writer()
            .storeHandedOver(
                caller.tenantId(), List.of(taken(part), taken(whole), taken(part), taken(unknown)));

    assertThat(outcomes)
        .extracting(outcome -> outcome.memories().size())
        .containsExactly(0, 1, 0, 1);
    assertThat(engine.batches().progress(caller, part.batchId())).isEmpty();
    assertThat(engine.inbound().history().page(caller, Optional.empty(), Optional.empty(), 9))
        .extracting(BatchSummary::batchId)
        .containsExactly(whole.batchId());
  }

  @Test
  void aBatchThatNobodyAnswersForIsWithdrawnAndItsSenderLearnsIt() {
    IngestMessage message = event("plain", "e1", "The ferry leaves at nine", Optional.empty());
    handOver(message);
    BatchGate gate = new BatchGate(engine.batches(), Duration.ZERO, Clock.systemUTC());

    assertThat(gate.withdrawn(caller.tenantId(), List.of(message.batchId())))
        .containsExactly(message.batchId());
    assertThat(engine.batches().accepted(caller.tenantId(), message.batchId())).isFalse();
  }

  @Test
  void anOldBatchIsForgottenWithTheObjectsThatNobodyHolds() {
    UUID batch = UUID.randomUUID();
    engine.batches().create(caller, batch, "plain", "drop", List.of());
    engine.batches().accepted(caller.tenantId(), batch);
    UUID memory = take(event("plain", "e1", "It holds a file", Optional.empty())).memories().get(0);
    BlobKey held = DropMessages.blobKey(caller, batch, 0);
    BlobKey unused = DropMessages.blobKey(caller, batch, 1);
    BlobKey manifest = Handover.Batch.manifest(caller.tenantId(), batch);
    for (BlobKey key : List.of(held, unused, manifest)) {
      engine.blobs().put(key, "text/plain", new byte[] {1});
    }
    engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle -> {
              handle.execute(
                  "INSERT INTO attachment (tenant_id, attachment_id, memory_id, position, filename,"
                      + " content_type, size, blob_key, created_at)"
                      + " VALUES (?, gen_random_uuid(), ?, 0, 'a', 'text/plain', 1, ?, now())",
                  caller.tenantId(),
                  memory,
                  held.text());
              return handle.execute(
                  "UPDATE batch SET created_at = now() - interval '40 days' WHERE batch_id = ?",
                  batch);
            });
    IntakeRetention retention =
        new IntakeRetention(
            engine.database(), engine.blobs(), STACK.settings().intake(), Clock.systemUTC());

    while (retention.runOnce()) {
      // Until nothing old is left.
    }
    removeFiles();

    assertThat(engine.batches().progress(caller, batch)).isEmpty();
    assertThat(objects(batch)).containsExactly(held.text());
    engine.memories().remover().delete(caller, viewer, List.of(memory), MemoryRemover.Trace.NONE);
    removeFiles();
    assertThat(objects(batch)).isEmpty();
  }

  @Test
  void anEntryIsRedrivenOrDiscardedAndStaysOpenWhenItCannotBeSent() {
    IngestMessage message = event("plain", "e1", "The ferry leaves at nine", Optional.empty());
    handOver(message);
    report(message, IngestStatus.State.QUARANTINED, Optional.empty());
    UUID entry = quarantine(message);
    Quarantine quarantine = engine.inbound().quarantine();

    assertThatThrownBy(() -> quarantine.redrive(caller, entry))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertThat(quarantine.require(entry).state()).isEqualTo(QuarantinedEntry.State.OPEN);
    assertThat(state(message)).isEqualTo(IngestStatus.State.QUARANTINED);

    quarantine.discard(caller, entry);
    assertThatThrownBy(() -> quarantine.redrive(caller, entry))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThat(quarantine.require(entry).state()).isEqualTo(QuarantinedEntry.State.DISCARDED);
  }

  @Test
  void reportsOfAnEarlierRunNeverChangeALaterOneWhateverTheClocksSay() {
    IngestMessage message = event("plain", "e1", "The ferry leaves at nine", Optional.empty());
    handOver(message);
    int run =
        engine
            .database()
            .inTenant(
                caller.tenantId(),
                handle ->
                    engine
                        .batches()
                        .requeue(handle, caller.tenantId(), message.batchId(), message.item())
                        .orElseThrow());

    report(message, IngestStatus.State.QUARANTINED, Optional.of(run - 1));
    assertThat(state(message)).isEqualTo(IngestStatus.State.QUEUED);

    report(message, IngestStatus.State.STORED, Optional.of(run));
    report(message, IngestStatus.State.EXTRACTING, Optional.of(run));
    assertThat(state(message)).isEqualTo(IngestStatus.State.STORED);
  }

  @Test
  void batchesOfAClosedSpaceAreNotShownToAnAgentWithoutAGrant() {
    IngestMessage open = event("plain", "e1", "For all", Optional.empty());
    IngestMessage closed = event("secret", "e2", "For one", Optional.empty());
    UUID own =
        engine
            .keys()
            .issue(caller.tenantId(), "own", Role.USER, false, Optional.empty())
            .key()
            .id();
    handOver(open);
    handOver(closed);
    engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle -> {
              handle.execute(
                  "INSERT INTO space (tenant_id, space, created_at, updated_at)"
                      + " VALUES (?, 'secret', now(), now())",
                  caller.tenantId());
              return handle.execute(
                  "INSERT INTO space_grant (tenant_id, space, key_id, can_read, can_write,"
                      + " created_at) VALUES (?, 'secret', ?, true, true, now())",
                  caller.tenantId(),
                  own);
            });
    Caller owner = agent(own);
    Caller other = agent(UUID.randomUUID());

    assertThat(batches(owner)).containsExactlyInAnyOrder(open.batchId(), closed.batchId());
    assertThat(batches(other)).containsExactly(open.batchId());
    assertThat(engine.batches().progress(other, closed.batchId())).isEmpty();
    assertThat(engine.batches().isThere(other, closed.batchId())).isFalse();
    assertThat(engine.batches().isThere(owner, closed.batchId())).isTrue();
  }

  private List<UUID> batches(Caller who) {
    return engine.inbound().history().page(who, Optional.empty(), Optional.empty(), 9).stream()
        .map(BatchSummary::batchId)
        .toList();
  }

  private Caller agent(UUID key) {
    return new Caller(caller.tenantId(), Optional.of(key), caller.plan(), "request-agent");
  }

  private void report(IngestMessage message, IngestStatus.State state, Optional<Integer> run) {
    IngestStatus report =
        new IngestStatus(
            IngestStatus.VERSION,
            caller.tenantId(),
            message.batchId(),
            message.item(),
            state,
            0,
            Optional.empty(),
            Instant.parse("2001-01-01T00:00:00Z"),
            run);
    engine.batches().advance(caller.tenantId(), List.of(report));
  }

  private IngestStatus.State state(IngestMessage message) {
    return engine
        .batches()
        .progress(caller, message.batchId())
        .orElseThrow()
        .items()
        .get(message.item())
        .state();
  }

  private UUID quarantine(IngestMessage message) {
    UUID entry = UUID.randomUUID();
    engine
        .database()
        .asSystem(
            handle ->
                handle.execute(
                    "INSERT INTO quarantine (quarantine_id, tenant_id, batch_id, item, stage,"
                        + " reason, attempts, message_key, original, whole, first_at, last_at)"
                        + " VALUES (?, ?, ?, ?, 'read', 'odd', 1, 'k', ?, true, now(), now())",
                    entry,
                    caller.tenantId(),
                    message.batchId(),
                    message.item(),
                    MessageCodec.encode(message)));
    return entry;
  }

  private static void removeFiles() {
    FileRemoval removal = new FileRemoval(engine.database(), engine.blobs());
    while (removal.runOnce()) {
      // Until nothing is left to be removed at once.
    }
  }

  private List<String> objects(UUID batch) {
    return engine
        .blobs()
        .list(caller.tenantId(), Handover.Batch.folder(batch), Optional.empty(), 10)
        .objects()
        .stream()
        .map(found -> found.key().text())
        .toList();
  }

  private void handOver(IngestMessage message) {
    engine.batches().create(caller, message.batchId(), message.space(), "event", List.of("event"));
  }

  private UnitOutcome take(IngestMessage message) {
    return engine.inbound().writer().store(caller.tenantId(), List.of(taken(message))).get(0);
  }

  private Intaken taken(IngestMessage message) {
    Reading reading = engine.inbound().reader().read(message, List.of(EventMemories.of(message)));
    List<EmbeddedMemory> embedded =
        reading.memories().stream()
            .map(
                memory ->
                    new EmbeddedMemory(
                        memory,
                        Vectors.of(
                            engine.embedding().modelId(),
                            engine.embedding().embed(memory.content()))))
            .toList();
    return new Intaken(message, "request", embedded, reading.triples());
  }

  private Memory memory(UUID id) {
    return engine.memories().reader().find(viewer, id, History.NONE).orElseThrow();
  }

  private List<UUID> derivedFrom(UUID fact) {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createQuery(
                        "SELECT to_memory FROM memory_edge"
                            + " WHERE from_memory = :fact AND relation = 'derived_from'")
                    .bind("fact", fact)
                    .mapTo(UUID.class)
                    .list());
  }

  private List<String> objects() {
    return engine.knowledge().triples().list(viewer, TripleQuery.ALL, 100, 0).triples().stream()
        .map(Triple::object)
        .toList();
  }

  private int triples() {
    return engine.knowledge().triples().list(viewer, TripleQuery.ALL, 100, 0).triples().size();
  }

  private IngestMessage event(String space, String name, String text, Optional<String> policy) {
    return new IngestMessage(
        IngestMessage.VERSION,
        caller.tenantId(),
        space,
        UUID.randomUUID(),
        0,
        "event",
        name,
        new Content(Optional.of(text), Optional.empty(), "event", "text/plain", text.length()),
        new Attributes(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of()),
        Instant.parse("2026-11-21T10:00:00Z"),
        Optional.of(
            new Occasion(
                Optional.of("s"),
                Optional.empty(),
                Optional.of("user"),
                Optional.empty(),
                Optional.empty())),
        Optional.empty(),
        policy);
  }
}
