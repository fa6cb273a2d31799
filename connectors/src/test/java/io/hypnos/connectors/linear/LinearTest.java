package io.hypnos.connectors.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.kit.FakeServer.Call;
import io.hypnos.connectors.kit.MemoryStore;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Problem;
import io.hypnos.connectors.sync.SyncResult.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinearTest {
  private static final Instant DAY = Instant.parse("2026-02-20T08:00:00Z");
  private static final Map<String, Object> LIMITED =
      FakeLinear.error("RATELIMITED", "ratelimited", "Rate limit exceeded");

  private final FakeLinear linear = new FakeLinear();
  private Bench bench;

  @BeforeEach
  void connect() {
    bench =
        new Bench(new Linear())
            .config("base_url", linear.server.url())
            .credential("token", FakeLinear.KEY);
  }

  @AfterEach
  void close() {
    bench.close();
    linear.close();
  }

  private static Instant at(int minute) {
    return DAY.plus(Duration.ofMinutes(minute));
  }

  private static String id(int number) {
    return "id-%05d".formatted(number);
  }

  private void createMany(int from, int to) {
    IntStream.range(from, to).forEach(i -> linear.create(id(i), "ENG-" + i, "Issue " + i, at(i)));
  }

  /** What should be known: each issue that lives, with its words. */
  private void assertComplete() {
    Set<String> alive = new TreeSet<>();
    linear.issues.forEach(
        (id, issue) -> {
          if (issue.get("archivedAt") == null && !Boolean.TRUE.equals(issue.get("trashed"))) {
            alive.add(id);
            assertThat(bench.memories.document(id)).as(id).isNotNull();
            assertThat(bench.memories.document(id).title())
                .isEqualTo(issue.get("identifier") + " " + issue.get("title"));
          }
        });
    assertThat(new TreeSet<>(bench.memories.ids())).isEqualTo(alive);
  }

  private List<String> asked() {
    return linear.server.calls().stream()
        .map(call -> call.json().path("query").asString().split("[ ({]", -1)[1])
        .toList();
  }

  @Test
  void aFirstSyncTakesEverythingAndASecondOneNothing() {
    createMany(0, 180);

    SyncResult first = bench.sync();
    SyncResult second = bench.sync();

    assertThat(first.status()).isEqualTo(Status.SUCCESS);
    assertThat(first.synced()).isEqualTo(180);
    assertThat(second.synced()).isZero();
    assertThat(bench.memories.accepted()).isEqualTo(180);
    assertComplete();
  }

  @Test
  void anIssueIsToldWithItsStateLabelsAndComments() {
    linear.create("a", "ENG-1", "Login fails", at(0));
    linear.change("a", at(1), "description", "On **Safari** only.\n\n- step one");
    linear.change("a", at(1), "assignee", Map.of("name", "Ann Full", "displayName", "ann"));
    linear.change("a", at(1), "creator", Map.of("name", "Bob Full", "displayName", "bob"));
    linear.change("a", at(1), "project", Map.of("name", "Launch"));
    linear.change("a", at(1), "priorityLabel", "High");
    linear.label("a", "ui", at(1));
    linear.label("a", "bug", at(1));
    linear.comment("a", "ann", "Seen it too.", at(2));
    linear.comment("a", "bob", "Fixed in #4.", at(3));

    bench.sync();

    assertThat(bench.memories.text("a"))
        .isEqualTo(
            """
            ENG-1 Login fails
            State: Todo
            Assignee: ann
            Team: Engineering
            Project: Launch
            Priority: High
            Labels: bug, ui

            On **Safari** only.

            - step one

            ann: Seen it too.

            bob: Fixed in #4.\
            """);
    assertThat(bench.memories.document("a").url()).contains("https://linear.app/acme/issue/ENG-1");
    assertThat(bench.memories.document("a").author()).contains("bob");
    assertThat(bench.memories.document("a").createdAt()).contains(at(0));
    assertThat(bench.memories.document("a").updatedAt()).contains(at(3));
    assertThat(bench.memories.document("a").metadata())
        .isEqualTo(
            Map.of(
                "identifier", "ENG-1",
                "state", "Todo",
                "assignee", "ann",
                "team", "Engineering",
                "project", "Launch",
                "priority", "High",
                "labels", List.of("bug", "ui")));
  }

  @Test
  void aChangeOfAnyKindIsSeenAndNothingElseIsSentAgain() {
    createMany(0, 120);
    bench.sync();
    linear.change(id(3), at(500), "title", "Renamed");
    linear.change(id(4), at(501), "state", Map.of("name", "Done", "type", "completed"));
    linear.label(id(5), "bug", at(502));
    linear.comment(id(6), "ann", "A word", at(503));
    linear.change(id(7), at(504), "assignee", Map.of("displayName", "zoe"));
    linear.create("new", "ENG-900", "New one", at(505));

    SyncResult result = bench.sync();

    assertThat(result.synced()).isEqualTo(6);
    assertThat(bench.memories.accepted()).isEqualTo(126);
    assertThat(bench.memories.text(id(4))).contains("State: Done");
    assertThat(bench.memories.text(id(5))).contains("Labels: bug");
    assertThat(bench.memories.text(id(6))).endsWith("ann: A word");
    assertThat(bench.memories.text(id(7))).contains("Assignee: zoe");
    assertComplete();
  }

  @Test
  void manyCommentsAndLabelsAreReadToTheLast() {
    createMany(0, 3);
    IntStream.range(0, 130)
        .forEach(i -> linear.comment(id(1), "ann", "word " + i, at(10).plusSeconds(i)));
    IntStream.range(0, 25).forEach(i -> linear.label(id(2), "l%02d".formatted(i), at(20)));

    bench.sync();

    assertThat(bench.memories.text(id(1)).lines().filter(line -> line.startsWith("ann: ")).toList())
        .isEqualTo(IntStream.range(0, 130).mapToObj(i -> "ann: word " + i).toList());
    assertThat(bench.memories.document(id(2)).metadata().get("labels"))
        .isEqualTo(IntStream.range(0, 25).mapToObj("l%02d"::formatted).toList());
    assertThat(bench.sync().synced()).isZero();
    linear.comment(id(1), "bob", "the last word", at(30));
    assertThat(bench.sync().synced()).isEqualTo(1);
    assertThat(bench.memories.text(id(1))).endsWith("bob: the last word");
  }

  @Test
  void archivedAndTrashedIssuesGoAndComeBack() {
    createMany(0, 5);
    bench.sync();
    linear.change(id(1), at(100), "archivedAt", at(100).toString());
    linear.change(id(2), at(101), "trashed", true);

    SyncResult gone = bench.sync();
    Set<String> without = bench.memories.ids();
    linear.change(id(1), at(200), "archivedAt", null);
    linear.change(id(2), at(201), "trashed", null);
    SyncResult back = bench.sync();

    assertThat(gone.deleted()).isEqualTo(2);
    assertThat(without).isEqualTo(Set.of(id(0), id(3), id(4)));
    assertThat(back.synced()).isEqualTo(2);
    assertComplete();
  }

  @Test
  void whatIsPurgedOrArchivedWithoutAWordGoesWithTheSweepOfTheDay() {
    createMany(0, 30);
    bench.sync();
    linear.issues.remove(id(11));
    linear.issues.get(id(12)).put("archivedAt", at(1).toString());
    assertThat(bench.sync().deleted()).isZero();
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.sync();

    assertThat(result.deleted()).isEqualTo(2);
    assertComplete();
    linear.issues.get(id(12)).put("archivedAt", null);
    bench.clock.pass(Duration.ofHours(25));
    assertThat(bench.sync().synced()).isEqualTo(1);
    assertComplete();
  }

  @Test
  void aSweepThatLooksAbsurdDeletesNothing() {
    createMany(0, 60);
    bench.sync();
    IntStream.range(0, 50).forEach(i -> linear.issues.remove(id(i)));
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.error()).contains("50 of 60 records seem to be gone: none was deleted");
    assertThat(bench.memories.ids()).hasSize(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"data\":null}", "{\"data\":{\"issues\":null}}", "{\"data\":{}}", "{}"})
  void anAnswerWithoutIssuesIsNoEmptyWorkspace(String body) {
    createMany(0, 10);
    bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    linear.server.pass();
    linear.server.fail(new Answer(200, body, Map.of()));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(bench.memories.ids()).hasSize(10);
  }

  @Test
  void aMoveToAnotherTeamKeepsTheRecord() {
    createMany(0, 3);
    bench.sync();
    linear.change(id(1), at(50), "team", Map.of("key", "OPS", "name", "Operations"));
    linear.change(id(1), at(50), "identifier", "OPS-7");

    bench.sync();

    assertThat(bench.memories.ids()).isEqualTo(Set.of(id(0), id(1), id(2)));
    assertThat(bench.memories.text(id(1))).startsWith("OPS-7 Issue 1\n").contains("Operations");
  }

  @Test
  void equalTimesLoseNothing() {
    IntStream.range(0, 1_000).forEach(i -> linear.create(id(i), "ENG-" + i, "Issue " + i, at(0)));

    SyncResult first = bench.sync();
    linear.create("late", "ENG-1000", "Issue 1000", at(0));
    SyncResult second = bench.sync();

    assertThat(first.synced()).isEqualTo(1_000);
    assertThat(second.synced()).isEqualTo(1);
    assertComplete();
  }

  @Test
  void aCrashAtAnyPageLosesNothing() {
    createMany(0, 230);

    SyncResult result = bench.syncThroughCrashes();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertComplete();
  }

  @Test
  void whatChangesWhileAWalkIsInterruptedIsNotLost() {
    createMany(0, 230);
    bench.store.dieAtCommit(2);
    assertThatThrownBy(bench::sync).isInstanceOf(MemoryStore.Crash.class);
    bench.store.dieAtCommit(Integer.MAX_VALUE);
    createMany(300, 360);
    linear.change(id(0), at(400), "title", "Changed, and not read before");
    linear.change(id(229), at(401), "title", "Changed, and read before");

    bench.sync();
    bench.sync();

    assertComplete();
  }

  @Test
  void whatChangesDuringASyncIsNotLost() {
    createMany(0, 230);
    linear.before.put(1, () -> linear.change(id(10), at(400), "title", "Jumped ahead"));
    // The one that the cursor names: all of the list comes after it now.
    linear.before.put(2, () -> linear.change(id(130), at(401), "title", "The cursor itself"));
    linear.before.put(3, () -> linear.create("new", "ENG-900", "New", at(402)));

    bench.sync();
    bench.sync();

    assertComplete();
  }

  @Test
  void aCursorWhoseIssueIsGoneBeginsTheWalkAgain() {
    createMany(0, 120);
    linear.before.put(1, () -> linear.issues.remove(id(70)));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(asked()).isEqualTo(List.of("Issues", "Issues", "Issues", "Issues", "Issues"));
    bench.clock.pass(Duration.ofHours(25));
    bench.sync();
    assertComplete();
  }

  @Test
  void aCursorThatIsTooOldForTheSweepBeginsItAgain() {
    createMany(0, 600);
    bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    linear.server.forgetCalls();
    linear.server.pass();
    linear.server.pass();
    linear.server.fail(Answer.of(400, FakeLinear.error("INPUT_ERROR", "invalid input", "after")));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(asked()).isEqualTo(List.of("Issues", "Alive", "Alive", "Alive", "Alive", "Alive"));
    assertComplete();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 429, 200})
  void aRateLimitIsKnownByItsCodeWhateverTheStatus(int status) {
    createMany(0, 120);
    linear.server.pass();
    for (int i = 0; i < 8; i++) {
      linear.server.fail(Answer.of(status, LIMITED).with("Retry-After", "10"));
    }

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.slept).isEqualTo(java.util.Collections.nCopies(8, Duration.ofSeconds(10)));
    assertComplete();
  }

  @ParameterizedTest
  @CsvSource({"1,600", "1000,600", "1,20", "1000,20"})
  void theResetOfTheSpentBudgetIsWaitedFor(int unit, int seconds) {
    createMany(0, 120);
    Instant reset = bench.clock.instant().plusSeconds(seconds);
    linear.server.pass();
    linear.server.fail(
        Answer.of(400, LIMITED)
            .with("X-RateLimit-Requests-Remaining", "900")
            .with("X-RateLimit-Requests-Reset", "" + (reset.getEpochSecond() + 3000) * unit)
            .with("X-RateLimit-Complexity-Remaining", "40")
            .with("X-Complexity", "3000")
            .with("X-RateLimit-Complexity-Reset", "" + reset.getEpochSecond() * unit));

    SyncResult result = bench.sync();

    if (seconds > 120) {
      assertThat(result.status()).isEqualTo(Status.PARTIAL);
      assertThat(result.resumeAt()).contains(reset);
      assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    } else {
      assertThat(bench.slept).isEqualTo(List.of(Duration.ofSeconds(seconds)));
    }
    assertComplete();
  }

  @Test
  void troubleOnTheirSideIsTriedAgain() {
    createMany(0, 60);
    linear.server.fail(new Answer(502, "<html>bad gateway", Map.of("Content-Type", "text/html")));
    linear.server.fail(Answer.of(200, FakeLinear.error("INTERNAL_SERVER_ERROR", "", "oops")));
    linear.server.fail(Answer.of(200, FakeLinear.error("LOCK_TIMEOUT", "lock timeout", "busy")));
    linear.server.fail(new Answer(200, "{\"data\":{\"iss", Map.of()));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertComplete();
  }

  @Test
  void aProviderThatIsDownEndsTheRunAndLosesNothing() {
    createMany(0, 120);
    linear.server.pass();
    IntStream.range(0, 5).forEach(i -> linear.server.fail(Answer.of(503, Map.of())));

    SyncResult down = bench.sync();
    bench.clock.pass(Duration.ofHours(1));
    SyncResult up = bench.sync();

    assertThat(down.status()).isEqualTo(Status.ERROR);
    assertThat(up.status()).isEqualTo(Status.SUCCESS);
    assertComplete();
  }

  @Test
  void aRevokedKeyEndsTheRunAtOnceWithoutNamingIt() {
    createMany(0, 120);
    linear.before.put(1, () -> linear.key = "lin_api_other");

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error())
        .contains("the provider answered 401 AUTHENTICATION ERROR AUTHENTICATION ERROR");
    assertThat(linear.server.calls()).hasSize(2);
    assertThat(bench.memories.ids()).hasSize(50);
    linear.key = FakeLinear.KEY;
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertComplete();
  }

  @Test
  void anApiKeyGoesAsItIsAndATokenAsBearer() {
    try (Source source = bench.source()) {
      source.check();
    }
    linear.key = "oauth-token";
    bench.credential("token", "oauth-token");
    try (Source source = bench.source()) {
      source.check();
    }

    assertThat(linear.server.calls().stream().map(call -> call.head().get("authorization")))
        .containsExactly(FakeLinear.KEY, "Bearer oauth-token");
  }

  @Test
  void aWrongKeyFailsTheCheck() {
    bench.credential("token", "lin_api_wrong");

    try (Source source = bench.source()) {
      assertThatThrownBy(source::check)
          .isInstanceOf(ProviderFailure.class)
          .hasMessageContaining("401")
          .hasMessageNotContaining("lin_api_wrong");
    }
  }

  @Test
  void anIssueThatCannotBeReadIsNamedAndTheOthersAreTaken() {
    createMany(0, 60);
    linear.broken.add(id(7));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.synced()).isEqualTo(59);
    assertThat(result.problems().stream().map(Problem::id)).containsExactly(id(7));
    linear.broken.clear();
    assertThat(bench.sync().synced()).isEqualTo(1);
    assertComplete();
  }

  @Test
  void aDateInTheFutureHidesNothing() {
    linear.create("future", "ENG-1", "From the future", Instant.parse("2099-01-01T00:00:00Z"));
    bench.sync();
    linear.create("sooner", "ENG-2", "Also, but sooner", Instant.parse("2098-01-01T00:00:00Z"));

    bench.sync();

    assertComplete();
  }

  @Test
  void anIdleSyncAsksOnceForWhatChangedSinceTheMark() {
    createMany(0, 120);
    bench.sync();
    linear.server.forgetCalls();

    bench.sync();

    assertThat(asked()).isEqualTo(List.of("Issues"));
    Call call = linear.server.calls().get(0);
    assertThat(call.json().path("variables").toString())
        .isEqualTo("{\"filter\":{\"updatedAt\":{\"gte\":\"%s\"}}}".formatted(at(118)));
    assertThat(bench.store.cursor().get("issues")).isEqualTo(Map.of("mark", at(119).toString()));
  }

  @Test
  void aQueryStaysFarBelowTheMostComplexOne() {
    createMany(0, 60);
    bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    bench.sync();

    assertThat(linear.highestComplexity).isBetween(1_000.0, 5_000.0);
  }
}
