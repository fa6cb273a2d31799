package io.hypnos.connectors.confluence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.kit.MemoryStore;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Problem;
import io.hypnos.connectors.sync.SyncResult.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfluenceTest {
  private static final Instant DAY = Instant.parse("2026-02-20T08:00:00Z");

  private final FakeConfluence wiki = new FakeConfluence();
  private Bench bench;

  @BeforeEach
  void connect() {
    bench =
        new Bench(new Confluence())
            .config("base_url", wiki.server.url())
            .credential("email", FakeConfluence.EMAIL)
            .credential("api_token", FakeConfluence.TOKEN);
  }

  @AfterEach
  void close() {
    bench.close();
    wiki.close();
  }

  private static Instant at(int minute) {
    return DAY.plus(Duration.ofMinutes(minute));
  }

  private void write(long id, int minute) {
    wiki.write(id, "ENG", "Page " + id, "<p>Says " + id + " at " + minute + "</p>", at(minute));
  }

  private void writeMany(int from, int to) {
    IntStream.range(from, to).forEach(i -> write(i, i));
  }

  /** What lives is known with its words, and nothing else is. */
  private void assertComplete(String... spaces) {
    Map<String, String> alive =
        wiki.pages.values().stream()
            .filter(page -> page.status().equals("current"))
            .filter(page -> spaces.length == 0 || Set.of(spaces).contains(page.space()))
            .collect(
                Collectors.toMap(
                    page -> String.valueOf(page.id()),
                    page ->
                        page.title()
                            + "\n\n"
                            + page.body().replace("<p>", "").replace("</p>", "")));
    assertThat(new TreeSet<>(bench.memories.ids())).isEqualTo(new TreeSet<>(alive.keySet()));
    alive.forEach((id, text) -> assertThat(bench.memories.text(id)).as(id).isEqualTo(text));
  }

  private List<String> asked() {
    return wiki.server.calls().stream()
        .map(
            call ->
                call.path()
                    + call.query().entrySet().stream()
                        .filter(each -> !each.getKey().equals("limit"))
                        .map(
                            each ->
                                each.getKey().equals("cursor")
                                    ? "cursor"
                                    : each.getKey() + "=" + each.getValue())
                        .sorted()
                        .collect(Collectors.joining("&", "?", "")))
        .toList();
  }

  private static final String PAGES = "/wiki/api/v2/pages?body-format=storage&sort=-modified-date";
  private static final String MORE =
      "/wiki/api/v2/pages?body-format=storage&cursor&sort=-modified-date";
  private static final String TRASH = "/wiki/api/v2/pages?sort=-modified-date&status=trashed";
  private static final String ALIVE = "/wiki/api/v2/pages?sort=id&status=current";

  @Test
  void aFirstSyncTakesEverythingAndASecondOneNothing() {
    writeMany(0, 180);

    SyncResult first = bench.sync();
    SyncResult second = bench.sync();

    assertThat(first.status()).isEqualTo(Status.SUCCESS);
    assertThat(first.synced()).isEqualTo(180);
    assertThat(second.synced()).isZero();
    assertThat(bench.memories.accepted()).isEqualTo(180);
    assertComplete();
  }

  @Test
  void aPageIsToldWithWhatIsKnownOfIt() {
    wiki.write(7, "ENG", "Plan", "<h1>Goal</h1><p>Ship&nbsp;it</p>", at(0));
    wiki.write(7, "ENG", "Plan B", "<h1>Goal</h1><p>Ship&nbsp;it</p>", at(5));

    bench.sync();

    assertThat(bench.memories.document("7"))
        .isEqualTo(
            new Document(
                "Plan B",
                "Plan B\n\nGoal\nShip it",
                java.util.Optional.of("https://acme.atlassian.net/wiki/spaces/ENG/pages/7"),
                java.util.Optional.of("editor-1"),
                java.util.Optional.of(at(0)),
                java.util.Optional.of(at(5)),
                Map.of("space_id", "100")));
  }

  @Test
  void editsAndNewPagesAreSeenAndNothingElseIsSentAgain() {
    writeMany(0, 120);
    bench.sync();
    write(3, 500);
    write(90, 501);
    write(900, 502);

    SyncResult result = bench.sync();

    assertThat(result.synced()).isEqualTo(3);
    assertThat(bench.memories.accepted()).isEqualTo(123);
    assertComplete();
  }

  @Test
  void onlyTheSpaceIsRead() {
    writeMany(0, 60);
    IntStream.range(60, 90).forEach(i -> wiki.write(i, "OPS", "Page " + i, "<p>Says</p>", at(i)));
    bench.config("space_key", "OPS");

    bench.sync();

    assertComplete("OPS");
    wiki.pages.computeIfPresent(70L, (same, page) -> page.in("ENG"));
    wiki.pages.computeIfPresent(5L, (same, page) -> page.in("OPS"));
    bench.clock.pass(Duration.ofHours(25));
    bench.sync();
    assertComplete("OPS");
  }

  @Test
  void anUnknownSpaceFailsTheCheckAndTheRun() {
    writeMany(0, 3);
    bench.config("space_key", "NONE");

    try (Source source = bench.source()) {
      assertThatThrownBy(source::check)
          .isInstanceOf(ProviderFailure.class)
          .hasMessage("config.space_key names no space");
    }
    SyncResult result = bench.sync();
    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error()).contains("config.space_key names no space");
  }

  @Test
  void aSpaceThatIsNotReadableAnyMoreEndsTheRunAndDeletesNothing() {
    writeMany(0, 10);
    bench.config("space_key", "ENG");
    bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    wiki.spaces.remove("ENG");

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(bench.memories.ids()).hasSize(10);
  }

  @Test
  void aPageInTheTrashGoesWithTheNextRunHoweverOldItIs() {
    writeMany(0, 120);
    bench.sync();
    wiki.status(2, "trashed");
    wiki.status(110, "trashed");

    SyncResult result = bench.sync();

    assertThat(result.deleted()).isEqualTo(2);
    assertComplete();
  }

  @Test
  void aLongTrashIsReadToItsEndOnceADay() {
    writeMany(0, 10);
    IntStream.range(1_000, 1_600).forEach(i -> write(i, i));
    bench.sync();
    IntStream.range(1_000, 1_600).forEach(i -> wiki.status(i, "trashed"));
    wiki.status(2, "trashed");
    SyncResult soon = bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    SyncResult later = bench.sync();

    assertThat(soon.deleted()).isEqualTo(250);
    assertThat(later.deleted()).isEqualTo(351);
    assertComplete();
  }

  @Test
  void aPageThatComesBackFromTheTrashComesBack() {
    writeMany(0, 60);
    bench.sync();
    wiki.status(2, "trashed");
    wiki.status(3, "trashed");
    bench.sync();
    assertComplete();
    wiki.status(2, "current");
    wiki.status(3, "current");
    write(3, 500);
    assertThat(bench.sync().synced()).isEqualTo(1);
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.sync();

    assertThat(result.synced()).isEqualTo(1);
    assertComplete();
  }

  @Test
  void anArchivedPageGoes() {
    writeMany(0, 10);
    bench.sync();
    wiki.status(9, "archived");
    assertThat(bench.sync().deleted()).isEqualTo(1);
    wiki.status(1, "archived");
    write(500, 5_000);
    bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    bench.sync();

    assertComplete();
  }

  @Test
  void aPurgedPageGoesWithTheSweepOfTheDay() {
    writeMany(0, 600);
    bench.sync();
    wiki.pages.remove(11L);
    assertThat(bench.sync().deleted()).isZero();
    bench.clock.pass(Duration.ofHours(25));
    wiki.server.forgetCalls();

    SyncResult result = bench.sync();

    assertThat(result.deleted()).isEqualTo(1);
    assertThat(asked())
        .containsExactly(
            PAGES,
            TRASH,
            ALIVE,
            "/wiki/api/v2/pages?cursor&sort=id&status=current",
            "/wiki/api/v2/pages?cursor&sort=id&status=current");
    assertComplete();
  }

  @Test
  void aPageThatIsEditedDuringTheSweepStays() {
    writeMany(0, 600);
    bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    int calls = wiki.server.calls().size();
    wiki.before.put(calls + 3, () -> write(590, 5_000));

    SyncResult result = bench.sync();

    assertThat(result.deleted()).isZero();
    bench.sync();
    assertComplete();
  }

  @Test
  void aSweepThatLooksAbsurdDeletesNothing() {
    writeMany(0, 60);
    bench.sync();
    IntStream.range(0, 50).forEach(i -> wiki.pages.remove((long) i));
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.error()).contains("50 of 60 records seem to be gone: none was deleted");
    assertThat(bench.memories.ids()).hasSize(60);
  }

  @Test
  void anAnswerWithoutResultsIsNoEmptyWiki() {
    writeMany(0, 10);
    bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    wiki.server.pass();
    wiki.server.pass();
    wiki.server.fail(Answer.ok(Map.of()));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertComplete();
  }

  @Test
  void aPageWithoutABodyHasItsTitle() {
    wiki.write(1, "ENG", "Empty", "", at(0));
    wiki.write(2, "ENG", "None", null, at(1));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.text("1")).isEqualTo("Empty");
    assertThat(bench.memories.text("2")).isEqualTo("None");
    assertThat(bench.sync().synced()).isZero();
  }

  @Test
  void pagesThatAreTooLargeTogetherAreReadOneByOne() {
    writeMany(0, 120);
    String large = "<p>" + "word ".repeat(900_000) + "</p>";
    IntStream.range(80, 85).forEach(i -> wiki.write(i, "ENG", "Large " + i, large, at(i)));
    wiki.write(81, "ENG", "Beyond all", large.repeat(5), at(81));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.problems())
        .containsExactly(new Problem("81", "the provider's answer is too large"));
    assertThat(result.synced()).isEqualTo(119);
    assertThat(bench.memories.text("82")).hasSizeBetween(999_990, 1_000_000);
    assertThat(bench.memories.document("82").metadata()).containsEntry("truncated", true);
    assertThat(bench.memories.ids())
        .isEqualTo(
            IntStream.range(0, 120)
                .filter(i -> i != 81)
                .mapToObj(String::valueOf)
                .collect(Collectors.toSet()));
    wiki.write(81, "ENG", "Small again", "<p>ok</p>", at(500));
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.text("81")).isEqualTo("Small again\n\nok");
  }

  @Test
  void equalTimesLoseNothing() {
    IntStream.range(0, 5_000).forEach(i -> write(i, 0));

    SyncResult first = bench.sync();
    write(9_000, 0);
    SyncResult second = bench.sync();

    assertThat(first.synced()).isEqualTo(5_000);
    assertThat(second.synced()).isEqualTo(1);
    assertComplete();
  }

  @Test
  void aCrashAtAnyPageLosesNothing() {
    writeMany(0, 230);
    IntStream.range(300, 900).forEach(i -> write(i, i));
    IntStream.range(300, 900).forEach(i -> wiki.status(i, "trashed"));

    SyncResult result = bench.syncThroughCrashes();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertComplete();
  }

  @Test
  void aCrashAtAnyPageOfASweepLosesNothing() {
    writeMany(0, 700);
    bench.sync();
    wiki.pages.remove(30L);
    wiki.pages.remove(650L);
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.syncThroughCrashes();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertComplete();
  }

  @Test
  void whatChangesWhileAWalkIsInterruptedIsNotLost() {
    writeMany(0, 230);
    bench.store.dieAtCommit(2);
    assertThatThrownBy(bench::sync).isInstanceOf(MemoryStore.Crash.class);
    bench.store.dieAtCommit(Integer.MAX_VALUE);
    IntStream.range(300, 360).forEach(i -> write(i, i));
    write(0, 400);
    write(229, 401);

    bench.sync();
    bench.sync();

    assertComplete();
  }

  @Test
  void whatChangesDuringASyncIsNotLost() {
    writeMany(0, 230);
    wiki.before.put(1, () -> write(10, 400));
    wiki.before.put(2, () -> write(130, 401));
    wiki.before.put(3, () -> write(900, 402));
    wiki.before.put(4, () -> wiki.pages.remove(225L));

    bench.sync();
    bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    bench.sync();

    assertComplete();
  }

  @Test
  void anExpiredCursorBeginsTheWalkAgain() {
    writeMany(0, 120);
    wiki.before.put(2, wiki::expireCursors);

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(asked()).containsExactly(PAGES, MORE, MORE, PAGES, MORE, MORE, TRASH);
    assertComplete();
  }

  @Test
  void cursorsThatAreNeverTakenEndTheRunAndNotTheHour() {
    writeMany(0, 120);
    IntStream.range(1, 20).forEach(i -> wiki.before.put(i, wiki::expireCursors));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error()).contains("the provider does not take its own page tokens");
    assertThat(asked()).containsExactly(PAGES, MORE, PAGES, MORE);
    wiki.before.clear();
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertComplete();
  }

  @Test
  void cursorsThatAreNeverTakenEndASweepWhichDeletesNothing() {
    writeMany(0, 600);
    bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    int calls = wiki.server.calls().size();
    IntStream.range(1, 20).forEach(i -> wiki.before.put(calls + i, wiki::expireCursors));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    wiki.before.clear();
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertComplete();
  }

  @Test
  void aRateLimitIsWaitedForAsLongAsItSays() {
    writeMany(0, 120);
    wiki.server.pass();
    wiki.server.fail(Answer.of(429, Map.of()).with("Retry-After", "30"));
    wiki.server.fail(
        Answer.of(429, Map.of())
            .with("X-RateLimit-Reset", bench.clock.instant().plusSeconds(50).toString()));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.slept).containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(20));
    assertComplete();
  }

  @Test
  void aLongRateLimitEndsTheRunWhichGoesOnThen() {
    writeMany(0, 120);
    wiki.server.pass();
    wiki.server.fail(Answer.of(429, Map.of()).with("Retry-After", "600"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.resumeAt()).contains(bench.clock.instant().plusSeconds(600));
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertComplete();
  }

  @Test
  void aRevokedTokenEndsTheRunAtOnceWithoutNamingIt() {
    writeMany(0, 120);
    wiki.before.put(1, () -> wiki.token = "another");

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error()).contains("the provider answered 401");
    assertThat(wiki.server.calls()).hasSize(2);
    wiki.token = FakeConfluence.TOKEN;
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertComplete();
  }

  @Test
  void anIdleSyncAsksForOnePageOfEach() {
    writeMany(0, 120);
    bench.config("space_key", "ENG");
    bench.sync();
    wiki.server.forgetCalls();

    bench.sync();

    assertThat(asked())
        .containsExactly(
            "/wiki/api/v2/spaces?keys=ENG",
            "/wiki/api/v2/pages?body-format=storage&sort=-modified-date&space-id=100",
            "/wiki/api/v2/pages?sort=-modified-date&space-id=100&status=trashed");
    assertThat(bench.store.cursor().get("pages")).isEqualTo(Map.of("mark", at(119).toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/wiki", "/wiki/", "/wiki/spaces/ENG/overview?x=1#y", "  ", "#top"})
  void theSiteMayBeNamedInAnyWay(String rest) {
    writeMany(0, 60);
    bench.config("base_url", wiki.server.url() + rest);

    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertComplete();
  }

  @Test
  void theGatewayOfScopedTokensIsRead() {
    wiki.gateway = "/ex/confluence/cloud-1";
    writeMany(0, 120);
    bench.config("base_url", wiki.server.url() + "/ex/confluence/cloud-1");

    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertComplete();
    assertThat(bench.memories.document("3").url())
        .contains("https://acme.atlassian.net/wiki/spaces/ENG/pages/3");
  }

  @Test
  void aRedirectIsNotFollowed() {
    wiki.server.fail(new Answer(302, "", Map.of("Location", "https://evil.example/")));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(wiki.server.calls()).hasSize(1);
  }

  @Test
  void aLinkToAnotherHostIsNotFollowed() {
    wiki.server.fail(
        Answer.ok(
            Map.of(
                "results",
                List.of(),
                "_links",
                Map.of("next", "http://evil.example/wiki/api/v2/pages?cursor=x"))));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error()).contains("a link leads to another host");
  }

  private void useOldApi() {
    bench.config("api", "v1");
  }

  @Test
  void theOldApiIsReadAsWell() {
    useOldApi();
    writeMany(0, 180);

    SyncResult first = bench.sync();
    SyncResult second = bench.sync();
    write(3, 500);
    write(900, 501);
    SyncResult third = bench.sync();

    assertThat(first.synced()).isEqualTo(180);
    assertThat(second.synced()).isZero();
    assertThat(third.synced()).isEqualTo(2);
    assertComplete();
    assertThat(bench.memories.document("3").author()).contains("Ed Editor");
    assertThat(bench.memories.document("3").createdAt()).contains(at(3));
    assertThat(bench.memories.document("3").metadata()).isEqualTo(Map.of("space_key", "ENG"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pacific/Kiritimati", "Etc/GMT+12", "UTC"})
  void theOldApiMayReadTimesInAnyZone(String zone) {
    useOldApi();
    wiki.zoneOfUser = ZoneId.of(zone);
    IntStream.range(0, 200).forEach(i -> write(i, i * 60));
    bench.sync();
    write(500, 200 * 60 - 90);
    write(501, 200 * 60 + 1);

    bench.sync();

    assertComplete();
  }

  @Test
  void theOldApiSurvivesCrashesAndPurges() {
    useOldApi();
    bench.config("space_key", "ENG");
    IntStream.range(0, 430).forEach(i -> write(i, i / 100));

    bench.syncThroughCrashes();
    assertComplete();
    wiki.status(5, "trashed");
    wiki.pages.remove(300L);
    bench.clock.pass(Duration.ofHours(25));
    bench.syncThroughCrashes();

    assertComplete();
  }

  @Test
  void theOldApiChecksItsSpace() {
    useOldApi();
    bench.config("space_key", "NONE");

    try (Source source = bench.source()) {
      assertThatThrownBy(source::check).hasMessage("config.space_key names no space");
    }
    bench.config("space_key", "A\" or type = blogpost or space = \"B");
    assertThatThrownBy(bench::source).hasMessage("config.space_key names no space");
  }

  @Test
  void anotherVersionIsRefused() {
    bench.config("api", "v3");

    assertThatThrownBy(bench::source).hasMessage("config.api must be v1 or v2");
  }
}
