package io.hypnos.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.embedding.FakeOpenAi;
import io.hypnos.engine.memory.MemoryRemover.Trace;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WriteOutcome;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.search.SearchOptions;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RebuildIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private static Engine engine;

  @BeforeAll
  static void open() {
    // The copying takes all that the machine has; nothing may fail, but it may take its time.
    engine =
        Engine.open(
            Settings.with(STACK.settings(), Map.of("search.timeout", "60s")), Clock.systemUTC());
    engine.firstTenant().ensure();
    engine.index().ensure();
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void theIndexIsMadeAgainWhileWritesAndSearchesGoOn() throws Exception {
    Caller caller = Engines.newTenant(engine);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      texts.add("Crate %d stands in hall %d".formatted(i, i * 7));
      write(engine, caller, texts.get(i));
    }
    UUID deleted = write(engine, caller, "This crate will be burnt").id().orElseThrow();
    indexWhatIsOpen();
    long open = engine.relay().open();
    String before = engine.index().incarnation().indexId();
    AtomicBoolean goOn = new AtomicBoolean(true);
    // Some of both with each step, however fast the machine is.
    Semaphore turns = new Semaphore(10);
    ExecutorService others = Executors.newFixedThreadPool(2);
    try {
      Future<Integer> searches =
          others.submit(
              () -> {
                int answered = 0;
                while (goOn.get()) {
                  turns.acquire();
                  assertThat(found(engine, caller, texts.get(answered % 60)))
                      .contains(texts.get(answered % 60));
                  answered++;
                }
                return answered;
              });
      Future<List<String>> writes =
          others.submit(
              () -> {
                List<String> written = new ArrayList<>();
                while (goOn.get()) {
                  turns.acquire();
                  String text =
                      "Late pallet %d for bay %d".formatted(written.size(), written.size() * 3);
                  write(engine, caller, text);
                  written.add(text);
                }
                return written;
              });

      engine.rebuild().request(UUID.randomUUID());
      engine.memories().remover().delete(caller, Viewer.of(caller), List.of(deleted), Trace.NONE);
      finishRebuild(engine, () -> turns.release(6));
      goOn.set(false);
      turns.release(2);

      assertThat(searches.get()).isPositive();
      assertThat(engine.rebuild().latest().orElseThrow().state()).isEqualTo(Rebuild.State.DONE);
      assertThat(engine.index().incarnation().indexId()).isNotEqualTo(before);
      engine.relay().runOnce();
      assertThat(engine.relay().open())
          .as("nothing is indexed once more")
          .isLessThanOrEqualTo(open);
      for (String text : writes.get()) {
        assertThat(found(engine, caller, text)).contains(text);
      }
      for (String text : texts) {
        assertThat(found(engine, caller, text)).contains(text);
      }
      assertThat(found(engine, caller, "This crate will be burnt"))
          .doesNotContain("This crate will be burnt");
    } finally {
      goOn.set(false);
      others.shutdownNow();
    }
  }

  @Test
  void anotherModelOfOtherDimensionsComesIntoUseWhileSearchesAndWritesGoOn() throws Exception {
    Caller caller = Engines.newTenant(engine);
    String text = "The lighthouse keeper repairs clocks";
    String late = "The ferryman sells umbrellas";
    UUID id = write(engine, caller, text).id().orElseThrow();
    try (FakeOpenAi server = new FakeOpenAi(24);
        Engine other = Engine.open(anotherModel(server), Clock.systemUTC())) {
      assertThat(found(other, caller, "lighthouse clocks")).as("by words").contains(text);
      write(other, caller, late);
      assertThat(found(other, caller, "ferryman umbrellas")).as("by words").contains(late);

      other.rebuild().requestIfModelChanged(UUID.randomUUID());
      finishRebuild(
          other, () -> assertThat(found(other, caller, "lighthouse clocks")).contains(text));

      assertThat(modelOf(caller, id)).isEqualTo(other.embedding().modelId());
      assertThat(byMeaning(other, caller, text)).startsWith(text);
      assertThat(byMeaning(other, caller, late)).startsWith(late);
    }

    engine.rebuild().requestIfModelChanged(UUID.randomUUID());
    finishRebuild(engine, () -> {});

    assertThat(modelOf(caller, id)).isEqualTo(engine.embedding().modelId());
    assertThat(found(engine, caller, "who mends watches in the tower by the sea?")).contains(text);
  }

  private static HypnosSettings anotherModel(FakeOpenAi server) {
    return Settings.with(
        Settings.with(STACK.settings(), server.settings()), Map.of("search.timeout", "60s"));
  }

  private static String modelOf(Caller caller, UUID id) {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createQuery("SELECT embedding_model FROM memory WHERE memory_id = :id")
                    .bind("id", id)
                    .mapTo(String.class)
                    .one());
  }

  private static void indexWhatIsOpen() {
    int indexed;
    do {
      indexed = engine.relay().runOnce();
    } while (indexed > 0);
  }

  private static void finishRebuild(Engine node, Runnable eachStep) {
    while (node.rebuild().latest().orElseThrow().isOpen()) {
      eachStep.run();
      node.rebuild().runOnce();
      assertThat(node.rebuild().latest().orElseThrow().error()).isEmpty();
    }
  }

  private static WriteOutcome write(Engine node, Caller caller, String text) {
    return node.writer().write(caller, NewMemory.text("hall", text, "api"), WritePolicy.KEEP_ALL);
  }

  private static List<String> found(Engine node, Caller caller, String query) {
    return found(node, caller, new SearchRequest(query, Optional.empty(), 20, 0.0));
  }

  private static List<String> byMeaning(Engine node, Caller caller, String query) {
    return found(
        node,
        caller,
        new SearchRequest(query, Optional.empty(), 20, 0.0)
            .withOptions(SearchOptions.USUAL.withMode(SearchOptions.Mode.VECTOR)));
  }

  private static List<String> found(Engine node, Caller caller, SearchRequest request) {
    return node.search().search(caller, request).hits().stream()
        .map(hit -> hit.memory().content())
        .toList();
  }
}
