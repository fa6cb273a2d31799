package io.hypnos.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.Bare;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryPatch;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.version.Branch;
import io.hypnos.engine.version.Commit;
import io.hypnos.engine.version.HashChain.Finding;
import io.hypnos.engine.version.HashChain.Flaw;
import io.hypnos.engine.version.Versions;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class HistoryIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final String MAIN = Versions.MAIN;

  private static Bare bare;
  private Caller caller;
  private Viewer viewer;
  private HistoryReader history;
  private HistoryWriter writer;

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
    history = bare.engine.knowledge().history();
    writer = bare.engine.knowledge().historyWriter();
  }

  @Test
  void everyChangeOfContentIsAVersion() {
    UUID id = bare.write(caller, "notes", "one\ntwo");
    edit(id, "one\nthree");
    bare.engine.memories().editor().pin(caller, viewer, id, true);

    assertThat(history.versions(viewer, id, MAIN)).extracting(Commit::number).containsExactly(1, 2);
    assertThat(history.version(viewer, id, MAIN, 1).snapshot().content()).isEqualTo("one\ntwo");
    assertThat(history.diff(viewer, id, MAIN, 1, 2))
        .isEqualTo("--- main/v1\n+++ main/v2\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n");
    assertThat(history.verify(viewer, id)).isEmpty();
    assertNotFound(() -> history.version(viewer, id, MAIN, 3));
    assertThat(history.versions(viewer, id, "none")).isEmpty();
  }

  @Test
  void revertSaysAgainWhatWasSaid() {
    UUID id = bare.write(caller, "notes", "first");
    bare.engine
        .memories()
        .editor()
        .update(
            caller,
            viewer,
            id,
            MemoryPatch.NOTHING
                .withContent("second")
                .withMetadata(Map.of("a", 1.5))
                .withCategory(Optional.of("c")),
            Optional.empty());

    Memory reverted = writer.revert(caller, viewer, id, MAIN, 1);

    assertThat(reverted.content()).isEqualTo("first");
    assertThat(reverted.metadata()).isEmpty();
    assertThat(reverted.traits().category()).isEmpty();
    assertThat(history.versions(viewer, id, MAIN)).hasSize(3);
    Memory forth = writer.revert(caller, viewer, id, MAIN, 2);
    assertThat(forth.metadata()).containsEntry("a", 1.5);
    assertThat(forth.traits().category()).contains("c");
    assertThat(history.verify(viewer, id)).isEmpty();
  }

  @Test
  void aBranchGrowsByItselfAndIsMergedBack() {
    UUID id = bare.write(caller, "notes", "v1");
    edit(id, "v2");
    String first = history.version(viewer, id, MAIN, 1).hash();
    writer.createBranch(caller, viewer, id, "draft", Optional.of(first));
    assertThat(history.versions(viewer, id, "draft")).isEmpty();
    assertThat(history.log(viewer, id, "draft", 10))
        .extracting(entry -> entry.commit().branch())
        .containsExactly(MAIN);

    assertThat(writer.merge(caller, viewer, id, "draft", MAIN).applied()).isFalse();
    MergeResult toDraft = writer.merge(caller, viewer, id, MAIN, "draft");
    edit(id, "v3");
    assertThat(toDraft.applied()).isTrue();
    assertThat(toDraft.head().number()).isEqualTo(2);
    assertThat(toDraft.head().parentHash()).contains(first);

    MergeResult back = writer.merge(caller, viewer, id, "draft", MAIN);

    assertThat(back.applied()).isTrue();
    assertThat(back.head().number()).isEqualTo(4);
    assertThat(live(id).content()).isEqualTo("v2");
    assertThat(history.log(viewer, id, MAIN, 2)).hasSize(2);
    assertThat(writer.merge(caller, viewer, id, "draft", MAIN).applied()).isFalse();
    assertNotFound(() -> writer.merge(caller, viewer, id, "nope", MAIN));
    assertNotFound(() -> writer.merge(caller, viewer, id, MAIN, "nope"));
  }

  @Test
  void revertOnABranchLeavesTheMemoryAlone() {
    UUID id = bare.write(caller, "notes", "v1");
    writer.createBranch(caller, viewer, id, "draft", Optional.empty());
    assertNotFound(() -> writer.revert(caller, viewer, id, "draft", 1));
    assertNotFound(() -> writer.revert(caller, viewer, id, "none", 1));
    edit(id, "v2");
    writer.merge(caller, viewer, id, MAIN, "draft");

    Memory memory = writer.revert(caller, viewer, id, "draft", 2);

    assertThat(memory.content()).isEqualTo("v2");
    assertThat(history.versions(viewer, id, "draft"))
        .extracting(Commit::number)
        .containsExactly(2, 3);
    assertThat(live(id).rowVersion()).isEqualTo(memory.rowVersion());
  }

  @Test
  void ofTwoWhoMakeOneBranchOneDoesIt() throws Exception {
    UUID id = bare.write(caller, "notes", "v1");
    ExecutorService callers = Executors.newFixedThreadPool(6);
    try {
      Callable<Branch> call =
          () -> writer.createBranch(caller, viewer, id, "draft", Optional.empty());
      List<ErrorCode> failures = new ArrayList<>();
      for (Future<Branch> made : callers.invokeAll(Collections.nCopies(6, call))) {
        try {
          assertThat(made.get().name()).isEqualTo("draft");
        } catch (ExecutionException e) {
          failures.add(((HypnosException) e.getCause()).code());
        }
      }
      assertThat(failures).hasSize(5).containsOnly(ErrorCode.CONFLICT);
    } finally {
      callers.shutdownNow();
    }
    assertThat(history.branches(viewer, id))
        .extracting(Branch::name)
        .containsExactly("draft", MAIN);
  }

  @Test
  void aMemoryThatDriftedFromItsHistoryIsNotOverwritten() {
    UUID id = bare.write(caller, "notes", "v1");
    edit(id, "v2");
    writer.createBranch(
        caller, viewer, id, "draft", Optional.of(history.version(viewer, id, MAIN, 1).hash()));
    writer.merge(caller, viewer, id, MAIN, "draft");
    edit(id, "v3");
    execute("UPDATE memory SET content = 'behind its back' WHERE memory_id = '%s'".formatted(id));

    assertConflict(() -> writer.revert(caller, viewer, id, MAIN, 1), Drift.DRIFTED);
    assertConflict(() -> writer.merge(caller, viewer, id, "draft", MAIN), Drift.DRIFTED);
    assertThat(live(id).content()).isEqualTo("behind its back");
  }

  @Test
  void aBrokenMainRefusesChangesAndReverts() {
    UUID id = bare.write(caller, "notes", "v1");
    execute("UPDATE memory_branch SET head = NULL WHERE memory_id = '%s'".formatted(id));

    assertConflict(() -> edit(id, "v2"), Versions.BRANCH_STATE);
    assertConflict(() -> writer.revert(caller, viewer, id, MAIN, 1), Versions.BRANCH_STATE);
    assertThat(history.verify(viewer, id)).containsExactly(new Finding(Flaw.HEAD, MAIN));
    assertThat(live(id).content()).isEqualTo("v1");
  }

  @Test
  void aForgedVersionIsFound() {
    UUID id = bare.write(caller, "notes", "I owe you 10");
    edit(id, "I owe you 20");
    edit(id, "I owe you 30");
    Commit second = history.version(viewer, id, MAIN, 2);

    execute(
        "UPDATE memory_version SET content = 'I owe you 2' WHERE version_id = '%s'"
            .formatted(second.id()));
    assertThat(history.verify(viewer, id)).containsExactly(new Finding(Flaw.HASH, second.hash()));

    execute("DELETE FROM memory_version WHERE version_id = '%s'".formatted(second.id()));
    assertThat(history.verify(viewer, id)).extracting(Finding::flaw).containsExactly(Flaw.PARENT);
  }

  @Test
  void hashesHoldForEveryKindOfMetadata() {
    UUID id = bare.write(caller, "notes", "v1");
    Map<String, Object> metadata =
        Map.of(
            "z",
            List.of(1, 2.50, 1e300, -0.0, 12345678901234567L),
            "a",
            Map.of("ü", true, "b", "ctl \u0001 \u2028 \"q\" \\ 😀"),
            "m",
            1e-7,
            "float",
            1.1f);
    bare.engine
        .memories()
        .editor()
        .update(caller, viewer, id, MemoryPatch.NOTHING.withMetadata(metadata), Optional.empty());
    edit(id, "v2");

    assertThat(history.verify(viewer, id)).isEmpty();
    assertThat(writer.revert(caller, viewer, id, MAIN, 1).metadata()).isEmpty();
    assertThat(history.verify(viewer, id)).isEmpty();
  }

  @Test
  void openingAMemoryDoesNotOpenWhatItSaidBefore() {
    UUID id = bare.write(caller, "notes", "private thought", "maya", 600);
    Viewer maya = Bare.person(caller, "maya", "notes");
    Viewer otto = Bare.person(caller, "otto", "notes");
    assertNotFound(() -> history.versions(otto, id, MAIN));
    bare.engine
        .memories()
        .editor()
        .change(
            caller,
            maya,
            id,
            "memory.update",
            Optional.empty(),
            memory ->
                memory.withOwnership(
                    new io.hypnos.engine.memory.Ownership(
                        Optional.of("maya"),
                        Optional.empty(),
                        Optional.of(644),
                        Optional.empty())));

    assertThat(history.versions(maya, id, MAIN)).extracting(Commit::number).containsExactly(1, 2);
    assertThat(history.versions(otto, id, MAIN)).extracting(Commit::number).containsExactly(2);
    assertNotFound(() -> history.version(otto, id, MAIN, 1));
    assertThat(history.log(otto, id, MAIN, 10)).hasSize(1);
    assertThat(history.log(otto, id, MAIN, 10).get(0).visibleParent()).isEmpty();
    String hidden = history.version(maya, id, MAIN, 1).hash();
    assertNotFound(() -> history.commit(otto, id, hidden));
    assertNotFound(() -> writer.revert(caller, otto, id, MAIN, 2));
    assertNotFound(() -> writer.createBranch(caller, otto, id, "x", Optional.empty()));
  }

  private Memory live(UUID id) {
    return bare.engine
        .memories()
        .reader()
        .find(viewer, id, io.hypnos.engine.visibility.History.ALL)
        .orElseThrow();
  }

  private void edit(UUID id, String content) {
    bare.engine
        .memories()
        .editor()
        .update(caller, viewer, id, MemoryPatch.NOTHING.withContent(content), Optional.empty());
  }

  private void execute(String sql) {
    bare.engine.database().inTenant(caller.tenantId(), handle -> handle.execute(sql));
  }

  private static void assertNotFound(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  private static void assertConflict(ThrowingCallable call, String reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HypnosException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
              assertThat(e.details()).containsEntry("reason", reason);
            });
  }
}
