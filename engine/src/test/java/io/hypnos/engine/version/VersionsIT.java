package io.hypnos.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.TenantRows;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class VersionsIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static TenantRows rows;
  private final Versions versions = new Versions(UUID::randomUUID);
  private UUID tenant;

  @BeforeAll
  static void open() {
    rows = new TenantRows(STACK.settings());
  }

  @AfterAll
  static void close() {
    rows.close();
  }

  @BeforeEach
  void newTenant() {
    tenant = rows.tenant();
  }

  @Test
  void aChainOfCommitsNamesEachParent() {
    UUID memory = UUID.randomUUID();

    Commit first = commit(Change.CREATE, memory, "one").get(0);
    Commit second = commit(Change.UPDATE, memory, "two").get(0);
    Commit last = commit(Change.DELETE, memory, "two").get(0);

    assertThat(Stream.of(first, second, last).map(Commit::number)).containsExactly(1, 2, 3);
    assertThat(first.parentHash()).isEmpty();
    assertThat(second.parentHash()).contains(first.hash());
    assertThat(last.parentHash()).contains(second.hash());
    assertThat(Stream.of(first, second, last).map(Commit::hash).distinct())
        .hasSize(3)
        .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
  }

  @Test
  void manyAreCreatedAtOnceAndChangedAtOnce() {
    List<UUID> memories = Stream.generate(UUID::randomUUID).limit(500).toList();

    List<Commit> created = commit(Change.CREATE, memories, "text");
    List<Commit> changed = commit(Change.UPDATE, memories, "other text");

    assertThat(created).extracting(Commit::memoryId).containsExactlyElementsOf(memories);
    assertThat(changed).extracting(Commit::memoryId).containsExactlyElementsOf(memories);
    assertThat(changed).extracting(Commit::number).containsOnly(2);
    assertThat(
            rows.query(
                tenant,
                """
                SELECT count(*)
                FROM memory_branch b
                JOIN memory_version v ON v.version_id = b.head AND v.memory_id = b.memory_id
                WHERE v.number = 2 AND b.branch = 'main'
                """,
                Long.class))
        .containsExactly(500L);
  }

  @Test
  void aBranchThatIsMissingEmptyOrForeignRefusesEveryChange() {
    UUID missing = UUID.randomUUID();
    UUID empty = created();
    UUID foreign = created();
    UUID sound = created();
    execute("UPDATE memory_branch SET head = NULL WHERE memory_id = '%s'".formatted(empty));
    execute(
        """
        UPDATE memory_branch
        SET head = (SELECT head FROM memory_branch WHERE memory_id = '%s')
        WHERE memory_id = '%s'
        """
            .formatted(sound, foreign));

    for (UUID memory : List.of(missing, empty, foreign)) {
      for (Change change : List.of(Change.UPDATE, Change.DELETE)) {
        assertBranchState(() -> commit(change, List.of(sound, memory), "new"));
      }
    }

    assertThat(commit(Change.UPDATE, sound, "new").get(0).number()).isEqualTo(2);
  }

  @Test
  void whatIsThereIsNotCreatedAgainButWhatWasDeletedIs() {
    UUID memory = created();

    assertBranchState(() -> commit(Change.CREATE, List.of(memory), "again"));
    Commit deleted = commit(Change.DELETE, memory, "text").get(0);
    Commit reborn = commit(Change.CREATE, memory, "again").get(0);

    assertThat(reborn.number()).isEqualTo(3);
    assertThat(reborn.parentHash()).contains(deleted.hash());
  }

  @Test
  void writersOfTheSameMemoriesInAnyOrderFollowEachOther() throws Exception {
    UUID one = created();
    UUID other = created();
    ExecutorService writers = Executors.newFixedThreadPool(8);
    try {
      List<Callable<List<Commit>>> calls =
          IntStream.range(0, 40)
              .<Callable<List<Commit>>>mapToObj(
                  i ->
                      () ->
                          commit(
                              Change.UPDATE,
                              i % 2 == 0 ? List.of(one, other) : List.of(other, one),
                              "by " + i))
              .toList();
      List<Integer> numbers = new ArrayList<>();
      for (Future<List<Commit>> call : writers.invokeAll(calls)) {
        call.get().forEach(commit -> numbers.add(commit.number()));
      }
      assertThat(numbers.stream().distinct().sorted())
          .containsExactlyElementsOf(IntStream.rangeClosed(2, 41).boxed().toList());
      assertThat(numbers).hasSize(80);
    } finally {
      writers.shutdownNow();
    }
  }

  private static void assertBranchState(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HypnosException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
              assertThat(e.details()).containsEntry("reason", Versions.BRANCH_STATE);
            });
  }

  private UUID created() {
    UUID memory = UUID.randomUUID();
    commit(Change.CREATE, memory, "text");
    return memory;
  }

  private List<Commit> commit(Change change, UUID memory, String content) {
    return commit(change, List.of(memory), content);
  }

  private List<Commit> commit(Change change, List<UUID> memories, String content) {
    List<Snapshot> snapshots =
        memories.stream().map(memory -> Snapshot.ofText(memory, "notes", content)).toList();
    return rows.database()
        .inTenant(
            tenant,
            handle ->
                versions.commit(
                    handle, tenant, Optional.empty(), change, snapshots, TenantRows.AT));
  }

  private void execute(String sql) {
    rows.inTenant(tenant, handle -> handle.execute(sql));
  }
}
