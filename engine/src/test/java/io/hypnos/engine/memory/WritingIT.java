package io.hypnos.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.Tenants;
import io.hypnos.engine.embedding.FakeOpenAi;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WritingIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private static Engine engine;

  private Caller caller;

  @BeforeAll
  static void open() {
    engine = Engines.open(STACK.settings());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @BeforeEach
  void newTenant() {
    caller = Engines.newTenant(engine);
  }

  @Test
  void aCorrectionIsNeverTakenForARepeat() {
    String[][] pairs = {
      {"The standup is at 3 pm", "The standup is at 4 pm"},
      {"The cache is enabled", "The cache is not enabled"},
      {"item 1", "item 2"},
      {"Anna signed the contract", "Bert signed the contract"},
      {"We have three printers", "We have five printers"},
    };
    for (String[] pair : pairs) {
      String space = "pair-" + UUID.randomUUID();
      WriteOutcome first = write(NewMemory.text(space, pair[0], "api"), WritePolicy.GATED);
      WriteOutcome second = write(NewMemory.text(space, pair[1], "api"), WritePolicy.GATED);
      assertThat(first.stored()).as(pair[0]).isTrue();
      assertThat(second.stored()).as(pair[1] + ": " + second.reason()).isTrue();
    }
  }

  @Test
  void ofABatchThatFindsNoRoomNothingIsARepeatOfWhatWasNotStored() {
    Tenants.fill(engine.database(), caller.tenantId(), 1_000_000);
    Caller free = new Caller(caller.tenantId(), caller.keyId(), Plan.FREE, caller.requestId());

    List<WriteOutcome> outcomes =
        engine
            .writer()
            .writeAll(
                free,
                List.of(
                    NewMemory.text("house", "The boiler leaks", "api"),
                    NewMemory.text("house", "the boiler  leaks", "api")),
                WritePolicy.GATED);

    assertThat(outcomes)
        .allSatisfy(
            outcome ->
                assertThat(outcome.failure().map(HypnosException::code))
                    .contains(ErrorCode.QUOTA_EXCEEDED));
  }

  @Test
  void aKnownReferenceAnswersEvenWhenWhatItReplacedIsGone() {
    UUID old =
        write(NewMemory.text("house", "The key is blue", "api"), WritePolicy.GATED)
            .id()
            .orElseThrow();
    NewMemory replacing =
        NewMemory.builder("house", "The key is red", "api")
            .origin(
                new Origin(
                    "api",
                    Optional.of("key-2"),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty()))
            .supersedes(List.of(old))
            .build();
    UUID first = write(replacing, WritePolicy.GATED).id().orElseThrow();
    engine
        .memories()
        .remover()
        .delete(caller, Viewer.of(caller), List.of(old), MemoryRemover.Trace.NONE);

    WriteOutcome again = write(replacing, WritePolicy.GATED);

    assertThat(again.id()).contains(first);
    assertThat(again.reason()).contains("replay");
  }

  @Test
  void aTextThatTheModelRefusesSinksNoOther() throws Exception {
    try (FakeOpenAi server = new FakeOpenAi(engine.embedding().dimensions());
        Engine remote = Engines.open(Settings.with(STACK.settings(), server.settings()))) {
      List<WriteOutcome> outcomes =
          remote
              .writer()
              .writeAll(
                  caller,
                  List.of(
                      NewMemory.text("house", "The roof is new", "api"),
                      NewMemory.text("house", "POISON", "api"),
                      NewMemory.text("house", "The cellar is old", "api")),
                  WritePolicy.KEEP_ALL);

      assertThat(outcomes).extracting(WriteOutcome::stored).containsExactly(true, false, true);
      assertThat(outcomes.get(1).failure().orElseThrow().code()).isEqualTo(ErrorCode.VALIDATION);
    }
  }

  @Test
  void memoriesOfOneWriteAreRememberedInTheirOrder() {
    List<WriteOutcome> outcomes =
        engine
            .writer()
            .writeAll(
                caller,
                IntStream.range(0, 50)
                    .mapToObj(i -> NewMemory.text("house", "Step number " + i, "api"))
                    .toList(),
                WritePolicy.GATED);

    List<UUID> newestFirst =
        engine
            .memories()
            .reader()
            .feed(
                Viewer.of(caller),
                new Feed(
                    Optional.of(List.of("house")),
                    History.NONE,
                    MemoryFilter.NONE,
                    Optional.empty(),
                    100))
            .stream()
            .map(Memory::id)
            .toList();

    List<UUID> written =
        new ArrayList<>(outcomes.stream().map(outcome -> outcome.id().orElseThrow()).toList());
    Collections.reverse(written);
    assertThat(newestFirst).containsExactlyElementsOf(written);
  }

  @Test
  void whatAddsNothingIsRefusedWithTheReasonAndTheMemoryThatSaysItAlready() {
    WriteOutcome first =
        write(
            NewMemory.text("house", "The boiler in the cellar makes hot water", "api"),
            WritePolicy.GATED);

    WriteOutcome again =
        write(
            NewMemory.text("house", "the boiler in the cellar makes HOT water!", "api"),
            WritePolicy.GATED);

    assertThat(again.stored()).isFalse();
    assertThat(again.reason())
        .matches("Below importance threshold \\(0\\.\\d{3} < 0\\.100\\): near-duplicate of .*")
        .endsWith(first.id().orElseThrow().toString());
    assertThat(count("house")).isEqualTo(1);
  }

  @Test
  void laterItemsOfAWriteSeeEarlierOnesAndOneBadItemSinksNoOther() {
    List<NewMemory> items =
        List.of(
            NewMemory.text("batch", "Use pnpm in this repository", "api"),
            NewMemory.text("batch", "half a pair \ud800", "api"),
            NewMemory.text("batch", "use PNPM in this repository", "api"),
            referenced("batch", "Node 22 is required", "note-1"),
            referenced("batch", "Node 24 is required", "note-1"));

    List<WriteOutcome> outcomes = engine.writer().writeAll(caller, items, WritePolicy.GATED);

    assertThat(outcomes)
        .extracting(WriteOutcome::stored)
        .containsExactly(true, false, false, true, true);
    assertThat(outcomes.get(1).failure().orElseThrow().code()).isEqualTo(ErrorCode.VALIDATION);
    assertThat(outcomes.get(2).failure()).isEmpty();
    assertThat(outcomes.get(4).id()).isEqualTo(outcomes.get(3).id());
    assertThat(outcomes.get(4).reason()).contains("replay");
    assertThat(count("batch")).isEqualTo(2);
  }

  @Test
  void fiveHundredMemoriesGoInAtOnceAndAreAllFound() {
    List<NewMemory> items =
        IntStream.range(0, 500)
            .mapToObj(
                i ->
                    NewMemory.text(
                        "many", "Shelf %d of rack %d holds part %d".formatted(i, i % 7, i), "api"))
            .toList();

    List<WriteOutcome> outcomes = engine.writer().writeAll(caller, items, WritePolicy.GATED);

    assertThat(outcomes).allMatch(WriteOutcome::stored);
    assertThat(count("many")).isEqualTo(500);
    assertThat(versionsOf("many")).isEqualTo(500);
  }

  @Test
  void allOrNoneWritesNothingWhenOneItemIsBadAndNamesItsPosition() {
    List<NewMemory> items =
        List.of(
            NewMemory.text("atomic", "Good", "api"), NewMemory.text("atomic", "bad \u0000", "api"));

    assertThatThrownBy(() -> engine.writer().writeAllOrNone(caller, items, WritePolicy.KEEP_ALL))
        .isInstanceOfSatisfying(
            HypnosException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.VALIDATION);
              assertThat(failure.details()).containsEntry("index", 1);
            });
    assertThat(count("atomic")).isZero();
  }

  @Test
  void aMemoryTakesThePlaceOfThoseItSupersedes() {
    UUID old =
        write(NewMemory.text("home", "Anna lives in Bergen", "api"), WritePolicy.GATED)
            .id()
            .orElseThrow();

    WriteOutcome moved =
        write(
            NewMemory.builder("home", "Anna lives in Oslo", "api").supersedes(List.of(old)).build(),
            WritePolicy.GATED);

    assertThat(moved.superseded()).containsExactly(old);
    Memory before = find(old, History.ALL).orElseThrow();
    assertThat(before.state()).isEqualTo(Life.State.SUPERSEDED);
    assertThat(before.life().supersededBy()).isEqualTo(moved.id());
    assertThat(before.times().retiredAt()).isPresent();
    assertThat(find(old, History.NONE)).isEmpty();
  }

  @Test
  void supersedingWhatDoesNotExistStoresNothing() {
    NewMemory memory =
        NewMemory.builder("home", "Nobody lives here", "api")
            .supersedes(List.of(UUID.randomUUID()))
            .build();

    assertThatThrownBy(() -> write(memory, WritePolicy.GATED))
        .isInstanceOfSatisfying(
            HypnosException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThat(count("home")).isZero();
  }

  @Test
  void uniqueTextsConflictOnlyWithTheSameOwnerToTheLetter() {
    WriteOutcome ann = write(owned("Ann's list", "ann"), WritePolicy.UNIQUE);

    assertThatThrownBy(() -> write(owned("Ann's list", "ann"), WritePolicy.UNIQUE))
        .isInstanceOfSatisfying(
            HypnosException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.CONFLICT);
              assertThat(failure.details())
                  .containsEntry("existing_id", ann.id().orElseThrow().toString());
            });
    assertThat(write(owned("Ann's list", "bob"), WritePolicy.UNIQUE).stored()).isTrue();
    assertThat(write(owned("Ann's list ", "ann"), WritePolicy.UNIQUE).stored()).isTrue();
    assertThat(write(owned("Ann's list", "ann"), WritePolicy.MERGE).id()).isEqualTo(ann.id());
  }

  @Test
  void metadataTellsTheConversationTheSpeakerAndTheTime() {
    NewMemory memory =
        NewMemory.builder("chat", "I adopted a dog", "api")
            .metadata(
                Map.of(
                    "session_id", "s-1",
                    "speaker", "Caroline",
                    "session_date_time", "1:56 pm on 8 May, 2023"))
            .build();

    Memory stored = write(memory, WritePolicy.KEEP_ALL).memory().orElseThrow();

    assertThat(stored.place().stream()).contains("s-1");
    assertThat(stored.place().speaker()).contains("Caroline");
    assertThat(stored.times().validFrom()).isEqualTo(Instant.parse("2023-05-08T13:56:00Z"));
  }

  private WriteOutcome write(NewMemory memory, WritePolicy policy) {
    return engine.writer().write(caller, memory, policy);
  }

  private static NewMemory referenced(String space, String text, String ref) {
    return NewMemory.builder(space, text, "api")
        .origin(Origin.of("api").withExternalRef(Optional.of(ref)))
        .build();
  }

  private static NewMemory owned(String text, String owner) {
    return NewMemory.builder("team", text, "api")
        .ownership(
            new Ownership(Optional.of(owner), Optional.empty(), Optional.of(600), Optional.empty()))
        .build();
  }

  private Optional<Memory> find(UUID id, History history) {
    return engine.memories().reader().find(Viewer.of(caller), id, history);
  }

  private long count(String space) {
    return engine
        .memories()
        .reader()
        .count(
            Viewer.of(caller),
            Optional.of(List.of(space)),
            History.NONE,
            io.hypnos.engine.filter.MemoryFilter.NONE);
  }

  private long versionsOf(String space) {
    List<Long> counts = new ArrayList<>();
    engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                counts.add(
                    handle
                        .createQuery("SELECT count(*) FROM memory_version WHERE space = :space")
                        .bind("space", space)
                        .mapTo(Long.class)
                        .one()));
    return counts.get(0);
  }
}
