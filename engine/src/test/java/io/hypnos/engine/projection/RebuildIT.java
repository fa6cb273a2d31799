package io.hypnos.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.memory.MemoryRemover.Trace;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WriteOutcome;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
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
      write(caller, texts.get(i));
    }
    UUID deleted = write(caller, "This crate will be burnt").id().orElseThrow();
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
                  assertThat(found(caller, texts.get(answered % 60)))
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
                  write(caller, text);
                  written.add(text);
                }
                return written;
              });

      engine.rebuild().request(UUID.randomUUID());
      engine.memories().remover().delete(caller, Viewer.of(caller), List.of(deleted), Trace.NONE);
      finishRebuild(() -> turns.release(6));
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
        assertThat(found(caller, text)).contains(text);
      }
      for (String text : texts) {
        assertThat(found(caller, text)).contains(text);
      }
      assertThat(found(caller, "This crate will be burnt"))
          .doesNotContain("This crate will be burnt");
    } finally {
      goOn.set(false);
      others.shutdownNow();
    }
  }

  @Test
  void memoriesOfAnotherModelGetNewVectorsOnTheWay() {
    Caller caller = Engines.newTenant(engine);
    String text = "The lighthouse keeper repairs clocks";
    UUID id = write(caller, text).id().orElseThrow();
    engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createUpdate("UPDATE memory SET embedding_model = 'an-older-model'")
                    .execute());

    engine.rebuild().requestIfModelChanged(UUID.randomUUID());
    finishRebuild(() -> {});

    String model =
        engine
            .database()
            .inTenant(
                caller.tenantId(),
                handle ->
                    handle
                        .createQuery("SELECT embedding_model FROM memory WHERE memory_id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one());
    assertThat(model).isEqualTo(engine.embedding().modelId());
    assertThat(found(caller, "who mends watches in the tower by the sea?")).contains(text);
  }

  private static void indexWhatIsOpen() {
    int indexed;
    do {
      indexed = engine.relay().runOnce();
    } while (indexed > 0);
  }

  private static void finishRebuild(Runnable eachStep) {
    while (engine.rebuild().latest().orElseThrow().isOpen()) {
      eachStep.run();
      engine.rebuild().runOnce();
      assertThat(engine.rebuild().latest().orElseThrow().error()).isEmpty();
    }
  }

  private static WriteOutcome write(Caller caller, String text) {
    return engine.writer().write(caller, NewMemory.text("hall", text, "api"), WritePolicy.KEEP_ALL);
  }

  private static List<String> found(Caller caller, String query) {
    return engine
        .search()
        .search(caller, new SearchRequest(query, Optional.empty(), 20, 0.0))
        .hits()
        .stream()
        .map(hit -> hit.memory().content())
        .toList();
  }
}
