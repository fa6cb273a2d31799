package io.hypnos.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Traits;
import io.hypnos.engine.memory.UnitOutcome;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.engine.tenancy.Caller;
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
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private static final String TEXT =
      "I work at Siemens in Munich. My sister Clara plays the cello in an orchestra.";
  private static Engine engine;

  private Caller caller;
  private Viewer viewer;

  @BeforeAll
  static void open() {
    engine = Engines.open(STACK.settings());
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

  private UnitOutcome take(IngestMessage message) {
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
    return engine
        .inbound()
        .writer()
        .store(
            caller.tenantId(),
            List.of(new Intaken(message, "request", embedded, reading.triples())))
        .get(0);
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
