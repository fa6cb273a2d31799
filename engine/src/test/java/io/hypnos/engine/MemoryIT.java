package io.hypnos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Origin;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.engine.memory.WriteOutcome;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class MemoryIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private static Engine node;
  private static Engine otherNode;

  @BeforeAll
  static void openTwoNodes() {
    node = Engines.open(STACK.settings());
    otherNode = Engines.open(STACK.settings());
  }

  @AfterAll
  static void close() {
    for (Engine opened : new Engine[] {node, otherNode}) {
      if (opened != null) {
        opened.close();
      }
    }
  }

  @Test
  void anAcknowledgedWriteIsFoundByTheNextSearchOnAnyNode() {
    Caller caller = Engines.newTenant(node);

    for (int i = 0; i < 20; i++) {
      String text = "Meeting room %d is booked by team %d".formatted(i, i * 31);
      assertThat(
              node.writer()
                  .write(caller, NewMemory.text("rooms", text, "api"), WritePolicy.GATED)
                  .stored())
          .isTrue();
      assertThat(texts(otherNode, caller, text)).contains(text);
    }
  }

  @Test
  void theSameTextIsRefusedInItsSpaceAndWelcomeInAnother() {
    Caller caller = Engines.newTenant(node);
    WriteOutcome first =
        node.writer()
            .write(caller, NewMemory.text("a", "The kettle is blue", "api"), WritePolicy.GATED);

    WriteOutcome again =
        node.writer()
            .write(caller, NewMemory.text("a", "  the KETTLE is\tblue ", "api"), WritePolicy.GATED);
    WriteOutcome elsewhere =
        node.writer()
            .write(caller, NewMemory.text("b", "The kettle is blue", "api"), WritePolicy.GATED);

    assertThat(again.stored()).isFalse();
    assertThat(again.reason())
        .startsWith("Below importance threshold (")
        .endsWith(first.id().orElseThrow().toString());
    assertThat(elsewhere.stored()).isTrue();
  }

  @Test
  void writersOfOneReferenceAtTheSameTimeMakeOneMemory() throws Exception {
    Caller caller = Engines.newTenant(node);
    ExecutorService writers = Executors.newFixedThreadPool(8);
    try {
      List<Callable<WriteOutcome>> writes =
          IntStream.range(0, 16)
              .<Callable<WriteOutcome>>mapToObj(
                  i ->
                      () ->
                          node.writer()
                              .write(caller, referenced("Version " + i), WritePolicy.GATED))
              .toList();
      Set<UUID> ids = new HashSet<>();
      for (Future<WriteOutcome> write : writers.invokeAll(writes)) {
        assertThat(write.get().stored()).isTrue();
        ids.add(write.get().id().orElseThrow());
      }
      assertThat(ids).hasSize(1);
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  void writersOfOneTextAtTheSameTimeMakeOneMemory() throws Exception {
    Caller caller = Engines.newTenant(node);
    ExecutorService writers = Executors.newFixedThreadPool(8);
    try {
      Callable<WriteOutcome> write =
          () ->
              node.writer()
                  .write(
                      caller, NewMemory.text("twins", "Only one of us", "api"), WritePolicy.GATED);
      long stored = 0;
      for (Future<WriteOutcome> outcome :
          writers.invokeAll(java.util.Collections.nCopies(12, write))) {
        stored += outcome.get().stored() ? 1 : 0;
      }
      assertThat(stored).isOne();
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  void aTenantNeverFindsAnotherTenantsMemories() {
    Caller first = Engines.newTenant(node);
    Caller second = Engines.newTenant(node);
    node.writer()
        .write(
            first, NewMemory.text("vault", "The safe opens with 4711", "api"), WritePolicy.GATED);

    assertThat(texts(node, first, "The safe opens with 4711")).hasSize(1);
    assertThat(texts(node, second, "The safe opens with 4711")).isEmpty();
  }

  @Test
  void withoutATenantTheAppRoleSeesNoRows() {
    Caller caller = Engines.newTenant(node);
    node.writer()
        .write(caller, NewMemory.text("hidden", "Nobody may read this", "api"), WritePolicy.GATED);

    long visibleToAnother =
        node.database()
            .inTenant(
                UUID.randomUUID(),
                handle ->
                    handle.createQuery("SELECT count(*) FROM memory").mapTo(Long.class).one());

    assertThat(visibleToAnother).isZero();
  }

  @Test
  void aReplayOfDerivedMemoriesChangesNothing() {
    Caller caller = Engines.newTenant(node);
    List<EmbeddedMemory> chunks = List.of(chunk(caller, 0, "first"), chunk(caller, 1, "second"));

    assertThat(node.writer().storeAll(caller, chunks)).isEqualTo(2);
    List<Long> first = versions(caller);
    assertThat(node.writer().storeAll(caller, chunks)).isEqualTo(2);

    assertThat(versions(caller)).containsExactlyInAnyOrderElementsOf(first).hasSize(2);
    assertThat(memoryCount(caller)).isEqualTo(2);
    node.writer().storeAll(caller, List.of(chunk(caller, 1, "second, corrected")));
    assertThat(versions(caller)).containsExactlyInAnyOrder(first.get(0), first.get(1) + 1);
    assertThat(texts(node, caller, "second, corrected")).contains("second, corrected");
    assertThat(texts(node, caller, "second")).doesNotContain("second");
  }

  @Test
  void memoriesOfATenantThatIsGoneAreNotStored() {
    Caller ghost =
        new Caller(UUID.randomUUID(), Optional.empty(), Engines.newTenant(node).plan(), "r");

    assertThatThrownBy(() -> node.writer().storeAll(ghost, List.of(chunk(ghost, 0, "late"))))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void writesGoOnWithoutTheSearchIndexAndAreFoundOnceItIsBack() {
    Caller caller = Engines.newTenant(node);
    STACK.stop(Part.OPENSEARCH);
    try {
      assertThat(
              node.writer()
                  .write(
                      caller,
                      NewMemory.text("outage", "Written in the dark", "api"),
                      WritePolicy.GATED)
                  .stored())
          .isTrue();
      assertThatThrownBy(() -> texts(node, caller, "Written in the dark"))
          .isInstanceOfSatisfying(
              HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    } finally {
      STACK.start(Part.OPENSEARCH);
    }

    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              node.relay().runOnce();
              assertThat(texts(node, caller, "Written in the dark"))
                  .containsExactly("Written in the dark");
            });
  }

  @Test
  void aSearchNodeThatLostItsLastSecondsIsGivenThemAgain() {
    Caller caller = Engines.newTenant(node);
    for (int i = 0; i < 50; i++) {
      node.writer()
          .write(
              caller,
              NewMemory.text("lost", "Parcel %d is on shelf %d".formatted(i, i * 3), "api"),
              WritePolicy.GATED);
    }

    STACK.kill(Part.OPENSEARCH);
    STACK.awaitHealthy(Part.OPENSEARCH);

    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              node.relay().runOnce();
              for (int i = 0; i < 50; i++) {
                String text = "Parcel %d is on shelf %d".formatted(i, i * 3);
                assertThat(texts(node, caller, text)).contains(text);
              }
            });
  }

  private static NewMemory referenced(String text) {
    return NewMemory.builder("refs", text, "api")
        .origin(Origin.of("api").withExternalRef(Optional.of("ticket-1")))
        .build();
  }

  private static EmbeddedMemory chunk(Caller caller, int number, String text) {
    NewMemory memory =
        NewMemory.builder("docs", text, "drop")
            .id(MemoryIds.ofChunk(caller.tenantId(), "docs", "drop", "file", number))
            .metadata(Map.of("chunk", number))
            .build();
    return new EmbeddedMemory(
        memory, Vectors.of(node.embedding().modelId(), node.embedding().embed(text)));
  }

  private static List<String> texts(Engine engine, Caller caller, String query) {
    return engine
        .search()
        .search(caller, new SearchRequest(query, Optional.empty(), 10, 0.3))
        .hits()
        .stream()
        .map(hit -> hit.memory().content())
        .toList();
  }

  private static List<Long> versions(Caller caller) {
    return node.database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle.createQuery("SELECT row_version FROM memory").mapTo(Long.class).list());
  }

  private static long memoryCount(Caller caller) {
    return node.database()
        .inTenant(
            caller.tenantId(),
            handle -> handle.createQuery("SELECT memory_count FROM space").mapTo(Long.class).one());
  }
}
