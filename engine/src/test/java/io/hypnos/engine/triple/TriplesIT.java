package io.hypnos.engine.triple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.Bare;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryRemover.Trace;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TriplesIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static Bare bare;
  private Caller caller;
  private Viewer viewer;
  private Triples triples;

  @BeforeAll
  static void open() {
    bare = new Bare(STACK.settings());
  }

  @AfterAll
  static void close() {
    bare.close();
  }

  @BeforeEach
  void newTenant() {
    caller = bare.tenant();
    viewer = Viewer.of(caller);
    triples = bare.engine.knowledge().triples();
  }

  @Test
  void factsAreListedNewestFirstAndCountedInAll() {
    for (int i = 0; i < 5; i++) {
      create(NewTriple.of("s", "maya", i % 2 == 0 ? "likes" : "owns", "thing " + i));
    }

    TriplePage page = triples.list(viewer, TripleQuery.ALL, 2, 1);

    assertThat(page.count()).isEqualTo(5);
    assertThat(page.triples()).extracting(Triple::object).containsExactly("thing 3", "thing 2");
    TripleQuery owns =
        new TripleQuery(
            Optional.of("s"),
            Optional.of("maya"),
            Optional.of("owns"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(triples.list(viewer, owns, 50, 0).count()).isEqualTo(2);
    assertThat(triples.list(viewer, TripleQuery.ALL.withSubject("Maya"), 50, 0).count()).isZero();
  }

  @Test
  void aTimelineFollowsTheTimeTheFactsHold() {
    create(from("maya smith ü", "lives in", "Oslo", "2025-05-01T00:00:00Z"));
    create(from("maya smith ü", "lives in", "Bergen", "2020-01-01T00:00:00Z"));

    assertThat(triples.timeline(viewer, "maya smith ü", Optional.empty(), 10))
        .extracting(Triple::object)
        .containsExactly("Bergen", "Oslo");
    assertThat(triples.timeline(viewer, "nobody", Optional.empty(), 10)).isEmpty();
  }

  @Test
  void factsOfAMomentAreThoseThatHeldThen() {
    Triple bergen = create(from("maya", "lives in", "Bergen", "2020-01-01T00:00:00Z"));
    create(from("maya", "lives in", "Oslo", "2025-05-01T00:00:00Z"));
    Instant moved = Instant.parse("2025-05-01T00:00:00Z");
    triples.update(
        caller,
        viewer,
        bergen.id(),
        new TriplePatch(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Optional.of("person")),
            Optional.empty(),
            Optional.of(Optional.of(moved)),
            Optional.of(0.5)));

    assertThat(objectsAt(moved.minusSeconds(1))).containsExactly("Bergen");
    assertThat(objectsAt(moved)).containsExactly("Oslo");
    assertThat(triples.timeline(viewer, "maya", Optional.empty(), 1).get(0).subjectType())
        .contains("person");
  }

  @Test
  void aFactGoesWithTheMemoryItWasReadFrom() {
    UUID memory = bare.write(caller, "s", "Maya lives in Oslo");
    NewTriple fact = ofMemory(memory);
    create(fact);
    assertFails(ErrorCode.NOT_FOUND, () -> create(ofMemory(UUID.randomUUID())));

    bare.engine.memories().remover().delete(caller, viewer, List.of(memory), Trace.NONE);

    assertThat(triples.list(viewer, TripleQuery.ALL, 10, 0).count()).isZero();
  }

  @Test
  void aPersonSeesAndChangesWhatIsTheirOwn() {
    Triple otto =
        create(
            new NewTriple(
                "s",
                Optional.of("otto"),
                "otto",
                "owes",
                "maya",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1));
    Triple shared = create(NewTriple.of("s", "all", "is", "well"));
    Viewer maya = Bare.person(caller, "maya", "s");

    assertThat(triples.list(maya, TripleQuery.ALL, 10, 0).triples())
        .extracting(Triple::id)
        .containsExactly(shared.id());
    assertFails(ErrorCode.NOT_FOUND, () -> triples.delete(caller, maya, otto.id()));
    assertFails(
        ErrorCode.NOT_FOUND, () -> triples.delete(bare.tenant(), viewer, UUID.randomUUID()));
    triples.delete(caller, Bare.person(caller, "otto", "s"), otto.id());
    assertThat(triples.list(viewer, TripleQuery.ALL, 10, 0).count()).isEqualTo(1);
  }

  @Test
  void whatMakesNoFactIsRefused() {
    assertFails(ErrorCode.VALIDATION, () -> create(NewTriple.of("s", " ", "p", "o")));
    assertFails(ErrorCode.VALIDATION, () -> create(NewTriple.of("s", "a\u0000", "p", "o")));
    assertFails(
        ErrorCode.VALIDATION, () -> create(NewTriple.of("s", "s", "p", "o".repeat(10_001))));
    assertFails(
        ErrorCode.VALIDATION,
        () -> triples.update(caller, viewer, UUID.randomUUID(), TriplePatch.NOTHING));
  }

  private List<String> objectsAt(Instant moment) {
    TripleQuery then =
        new TripleQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(moment));
    return triples.list(viewer, then, 10, 0).triples().stream().map(Triple::object).toList();
  }

  private Triple create(NewTriple fact) {
    return triples.create(caller, viewer, fact);
  }

  private static NewTriple from(String subject, String predicate, String object, String start) {
    return new NewTriple(
        "s",
        Optional.empty(),
        subject,
        predicate,
        object,
        Optional.empty(),
        Optional.empty(),
        Optional.of(Instant.parse(start)),
        Optional.empty(),
        Optional.empty(),
        1);
  }

  private static NewTriple ofMemory(UUID memory) {
    return new NewTriple(
        "s",
        Optional.empty(),
        "maya",
        "lives in",
        "Oslo",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(memory),
        1);
  }

  private static void assertFails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(HypnosException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
