package io.hypnos.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryRemover.Trace;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Person;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ChangingIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

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
  void newTenant() {
    caller = Engines.newTenant(engine);
    viewer = Viewer.of(caller);
  }

  @Test
  void aNewTextIsEmbeddedAnewAndEverythingElseIsNot() {
    Memory first = written("The gate opens at nine");

    Memory sameText = update(first.id(), MemoryPatch.NOTHING.withImportance(0.9));
    Memory otherText = update(first.id(), MemoryPatch.NOTHING.withContent("The gate opens at ten"));

    assertThat(sameText.vectors().sameAs(first.vectors())).isTrue();
    assertThat(sameText.importance()).isEqualTo(0.9);
    assertThat(otherText.vectors().sameAs(first.vectors())).isFalse();
    assertThat(otherText.content()).isEqualTo("The gate opens at ten");
    assertThat(otherText.importance()).isEqualTo(0.9);
    assertThat(found(first.id())).isPresent().get().extracting(Memory::rowVersion).isEqualTo(3L);
  }

  @Test
  void whoComesTooLateIsToldSo() {
    Memory first = written("The code is 1234");
    update(first.id(), MemoryPatch.NOTHING.withContent("The code is 5678"));

    assertThatThrownBy(
            () ->
                editor()
                    .update(
                        caller,
                        viewer,
                        first.id(),
                        MemoryPatch.NOTHING.withContent("The code is 9999"),
                        Optional.of(first.rowVersion())))
        .isInstanceOfSatisfying(
            HypnosException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThat(found(first.id()).orElseThrow().content()).isEqualTo("The code is 5678");
  }

  @Test
  void noChangeOfWritersAtTheSameTimeIsLost() throws Exception {
    Memory first = written("A counter");
    int writers = 24;
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Memory>> changes = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String key = "writer" + i;
        changes.add(
            () ->
                editor()
                    .change(
                        caller,
                        viewer,
                        first.id(),
                        "memory.update",
                        Optional.empty(),
                        memory -> {
                          Map<String, Object> more = new java.util.HashMap<>(memory.metadata());
                          more.put(key, true);
                          return memory.withMetadata(more);
                        }));
      }
      for (Future<Memory> each : threads.invokeAll(changes)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }

    Memory last = found(first.id()).orElseThrow();
    assertThat(last.metadata()).hasSize(writers);
    assertThat(last.rowVersion()).isEqualTo(writers + 1L);
  }

  @Test
  void aPinOrAnArchivingDoesNotMakeAMemoryLookFresh() {
    Memory first = written("The old map");

    Memory pinned = editor().pin(caller, viewer, first.id(), true);
    Memory archived = editor().archive(caller, viewer, first.id(), true);

    assertThat(pinned.life().pinned()).isTrue();
    assertThat(archived.life().isArchived()).isTrue();
    assertThat(archived.updatedAt()).isEqualTo(first.updatedAt());
    assertThat(found(first.id())).isEmpty();
    assertThat(editor().archive(caller, viewer, first.id(), false).life().isArchived()).isFalse();
    assertThat(found(first.id())).isPresent();
  }

  @Test
  void aMemoryMovesWithItsIdAndBothSpacesCount() {
    Memory first = written("A wandering note");

    Memory moved = editor().move(caller, viewer, first.id(), "elsewhere");

    assertThat(moved.id()).isEqualTo(first.id());
    assertThat(moved.space()).isEqualTo("elsewhere");
    assertThat(counts()).containsEntry("elsewhere", 1L).containsEntry("notes", 0L);
  }

  @Test
  void nobodyChangesWhatIsAnothersOwn() {
    Memory anns =
        engine
            .writer()
            .write(
                caller,
                NewMemory.builder("notes", "Ann's diary", "api")
                    .ownership(
                        new Ownership(
                            Optional.of("ann"),
                            Optional.empty(),
                            Optional.of(604),
                            Optional.empty()))
                    .build(),
                WritePolicy.KEEP_ALL)
            .memory()
            .orElseThrow();
    Viewer bob = viewer.as(new Person("bob", Set.of(), "notes"));

    assertThat(engine.memories().reader().find(bob, anns.id(), History.NONE)).isPresent();
    assertThatThrownBy(() -> editor().pin(caller, bob, anns.id(), true))
        .isInstanceOfSatisfying(
            HypnosException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThat(remover().delete(caller, bob, List.of(anns.id()), Trace.NONE).removed()).isZero();
    assertThat(found(anns.id())).isPresent();
  }

  @Test
  void deletionTakesWhatWasMadeFromTheMemoryAloneAndMarksWhatHadOtherSources() {
    Memory first = written("Anna moved to Oslo in May and works from home");
    Memory second = written("Anna likes the ferry");
    Memory fact = derived("Anna lives in Oslo", first.id());
    Memory factOfFact = derived("Oslo has an inhabitant called Anna", fact.id());
    Memory prototype = derived("Anna: Oslo, the ferry", first.id(), second.id());

    Removal removal = remover().delete(caller, viewer, List.of(first.id()), Trace.NONE);

    assertThat(removal.requested()).containsExactly(first.id());
    assertThat(removal.derived()).containsExactlyInAnyOrder(fact.id(), factOfFact.id());
    assertThat(removal.stale()).containsExactly(prototype.id());
    assertThat(found(prototype.id()).orElseThrow().life().stale()).isTrue();
    assertThat(found(second.id())).isPresent();
    assertThat(rows("memory_version", "Anna lives in Oslo")).isZero();
    assertThat(remover().delete(caller, viewer, List.of(first.id()), Trace.NONE).removed())
        .isZero();
  }

  @Test
  void aTombstoneKeepsTheHistory() {
    Memory first = written("Kept in history");

    remover().delete(caller, viewer, List.of(first.id()), Trace.TOMBSTONE);

    assertThat(found(first.id())).isEmpty();
    assertThat(rows("memory_version", "Kept in history")).isEqualTo(2);
  }

  @Test
  void clearingASpaceEmptiesItAndNoOther() {
    for (int i = 0; i < 30; i++) {
      written("Note number " + i);
    }
    Memory other =
        engine
            .writer()
            .write(caller, NewMemory.text("other", "Stays", "api"), WritePolicy.KEEP_ALL)
            .memory()
            .orElseThrow();

    int removed = remover().clear(caller, viewer, "notes", Trace.NONE);

    assertThat(removed).isEqualTo(30);
    assertThat(counts()).containsEntry("notes", 0L).containsEntry("other", 1L);
    assertThat(found(other.id())).isPresent();
  }

  private MemoryEditor editor() {
    return engine.memories().editor();
  }

  private MemoryRemover remover() {
    return engine.memories().remover();
  }

  private Memory update(UUID id, MemoryPatch patch) {
    return editor().update(caller, viewer, id, patch, Optional.empty());
  }

  private Optional<Memory> found(UUID id) {
    return engine.memories().reader().find(viewer, id, History.NONE);
  }

  private Memory written(String text) {
    return engine
        .writer()
        .write(caller, NewMemory.text("notes", text, "api"), WritePolicy.KEEP_ALL)
        .memory()
        .orElseThrow();
  }

  private Memory derived(String text, UUID... sources) {
    return engine
        .writer()
        .write(
            caller,
            NewMemory.builder("notes", text, "api").derivedFrom(List.of(sources)).build(),
            WritePolicy.KEEP_ALL)
        .memory()
        .orElseThrow();
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new java.util.HashMap<>();
    engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle -> {
              handle
                  .createQuery("SELECT space, memory_count FROM space")
                  .map(
                      (row, context) ->
                          Map.entry(row.getString("space"), row.getLong("memory_count")))
                  .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
              return null;
            });
    return counts;
  }

  private int rows(String table, String content) {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createQuery("SELECT count(*) FROM " + table + " WHERE content = :content")
                    .bind("content", content)
                    .mapTo(Integer.class)
                    .one());
  }
}
