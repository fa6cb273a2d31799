package io.hypnos.connectors.notion;

import static io.hypnos.connectors.notion.FakeNotion.error;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How pages are listed, found again, and forgotten; what they say is in NotionTextTest. */
final class NotionTest {
  private final FakeNotion notion = new FakeNotion();
  private Bench bench;

  @BeforeEach
  void connect() {
    bench = new Bench(new Notion()).config("base_url", notion.server.url()).providerKeepsTheClock();
    notion.clock = bench.clock;
  }

  @AfterEach
  void close() {
    bench.close();
    notion.close();
  }

  /** What ought to be remembered: what lives and is shared, with its text. */
  private Map<String, String> expected() {
    return notion.pages.values().stream()
        .filter(page -> !page.trashed && page.shared)
        .collect(Collectors.toMap(page -> page.id, this::text));
  }

  private String text(FakeNotion.Page page) {
    List<?> title = (List<?>) page.properties.get("title").get("title");
    String body =
        notion.blocks.get(page.id).stream()
            .map(block -> "\n" + words(block))
            .collect(Collectors.joining());
    return ((Map<?, ?>) title.get(0)).get("plain_text") + body;
  }

  private static String words(Map<String, Object> block) {
    Map<?, ?> paragraph = (Map<?, ?>) block.get("paragraph");
    return (String) ((Map<?, ?>) ((List<?>) paragraph.get("rich_text")).get(0)).get("plain_text");
  }

  private Map<String, String> remembered() {
    return bench.memories.ids().stream()
        .collect(Collectors.toMap(id -> id, id -> bench.memories.text(id)));
  }

  private void crashAtCommit(int number) {
    bench.store.dieAtCommit(number);
    try {
      bench.sync();
    } catch (MemoryStore.Crash e) {
      // That was wanted.
    }
    bench.store.dieAtCommit(Integer.MAX_VALUE);
  }

  private SyncResult aDayLater() {
    bench.clock.pass(Duration.ofHours(25));
    return bench.sync();
  }

  @Test
  void aFirstSyncTakesEverythingAndASecondOneNothing() {
    notion.pages(0, 250);

    SyncResult first = bench.sync();
    SyncResult second = bench.sync();

    assertThat(first.status()).isEqualTo(Status.SUCCESS);
    assertThat(first.synced()).isEqualTo(250);
    assertThat(remembered()).isEqualTo(expected()).hasSize(250);
    assertThat(second.synced()).isZero();
    assertThat(bench.memories.accepted()).isEqualTo(250);
  }

  @Test
  void anIdleSyncAsksForTheListAndNothingElse() {
    notion.pages(0, 50);
    bench.sync();
    notion.server.forgetCalls();

    bench.sync();
    bench.sync();

    assertThat(notion.log()).containsExactly("POST search", "POST search");
    JsonNode body = notion.server.calls().get(0).json();
    assertThat(body)
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"page_size": 100,
                     "filter": {"property": "object", "value": "page"},
                     "sort": {"timestamp": "last_edited_time", "direction": "descending"}}
                    """));
  }

  @Test
  void anIdleSyncOfALargeWorkspaceReadsTheListOnlyUntilItIsBelowTheMark() {
    notion.pages(0, 350);
    bench.sync();
    notion.server.forgetCalls();

    bench.sync();

    assertThat(notion.log()).containsExactly("POST search", "POST search further");
  }

  @Test
  void anIdleSyncOfADatabaseAsksOnce() {
    bench.config("database_id", "db1");
    notion.row("db1", "row-1", "One");
    bench.clock.pass(Duration.ofHours(1));
    notion.row("db1", "row-2", "Two");
    bench.clock.pass(Duration.ofHours(1));
    bench.sync();
    notion.server.forgetCalls();

    bench.sync();

    assertThat(notion.log()).containsExactly("POST databases/db1/query");
    assertThat(notion.server.calls().get(0).json())
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"page_size": 100,
                     "sorts": [{"timestamp": "last_edited_time", "direction": "descending"}],
                     "filter": {"timestamp": "last_edited_time",
                       "last_edited_time": {"on_or_after": "2026-03-01T12:58:00Z"}}}
                    """));
  }

  @Test
  void onlyWhatChangedIsReadAgain() {
    notion.pages(0, 30);
    bench.sync();
    notion.edit("page-007", "new words");
    notion.page("page-new", "New");
    bench.clock.pass(Duration.ofMinutes(10));
    notion.server.forgetCalls();

    SyncResult result = bench.sync();

    assertThat(result.synced()).isEqualTo(2);
    assertThat(remembered()).isEqualTo(expected());
    assertThat(notion.log())
        .containsExactly(
            "POST search",
            "GET pages/page-007",
            "GET blocks/page-007/children",
            "GET users/u1",
            "GET pages/page-new",
            "GET blocks/page-new/children");
  }

  @Test
  void twoEditsInOneMinuteAreBothSeen() {
    notion.page("p", "Page");
    bench.sync();
    notion.edit("p", "first");
    bench.clock.pass(Duration.ofSeconds(20));
    bench.sync();
    assertThat(remembered()).isEqualTo(Map.of("p", "Page\nfirst"));

    // The time that Notion tells stays the same.
    notion.edit("p", "second");
    bench.clock.pass(Duration.ofMinutes(30));
    SyncResult result = bench.sync();

    assertThat(result.synced()).isEqualTo(1);
    assertThat(remembered()).isEqualTo(Map.of("p", "Page\nsecond"));
  }

  @Test
  void aPageReadInTheMinuteOfItsEditIsReadOnceMoreAndThenLeftAlone() {
    notion.page("p", "Page");
    bench.sync();
    notion.server.forgetCalls();

    for (int run = 0; run < 3; run++) {
      bench.clock.pass(Duration.ofMinutes(30));
      assertThat(bench.sync().synced()).isZero();
    }

    assertThat(notion.log())
        .containsExactly(
            "POST search",
            "GET pages/p",
            "GET blocks/p/children",
            "GET users/u1",
            "POST search",
            "POST search");
  }

  @Test
  void aCrashAtAnyPageLosesNothing() {
    notion.pages(0, 250);
    notion.mostOnAPage = 20;

    SyncResult result = bench.syncThroughCrashes();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(remembered()).isEqualTo(expected()).hasSize(250);
    assertThat(bench.sync().synced()).isZero();
  }

  @Test
  void aCrashAtAnyPageOfALaterSyncLosesNoEdit() {
    notion.pages(0, 100);
    notion.mostOnAPage = 20;
    bench.sync();
    IntStream.range(20, 80).forEach(i -> notion.edit("page-%03d".formatted(i), "edit " + i));
    IntStream.range(100, 130).forEach(i -> notion.page("page-" + i, "Page " + i));
    bench.clock.pass(Duration.ofHours(1));

    bench.syncThroughCrashes();
    bench.sync();

    assertThat(remembered()).isEqualTo(expected()).hasSize(130);
  }

  @Test
  void whatIsEditedWhileAWalkIsInterruptedIsNotLost() {
    notion.pages(0, 100);
    notion.mostOnAPage = 20;
    crashAtCommit(2);
    IntStream.of(1, 50, 70, 99)
        .forEach(i -> notion.edit("page-%03d".formatted(i), "edited in between"));
    notion.page("page-new", "New");

    bench.clock.pass(Duration.ofMinutes(5));
    bench.sync();
    bench.clock.pass(Duration.ofMinutes(5));
    bench.sync();

    assertThat(remembered()).isEqualTo(expected()).hasSize(101);
  }

  @Test
  void aWalkWhosePlaceIsNotKnownAnyMoreBeginsAgain() {
    notion.pages(0, 100);
    notion.mostOnAPage = 20;
    crashAtCommit(2);
    notion.forgetCursors();

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(remembered()).isEqualTo(expected()).hasSize(100);
    // The page that was sent when it died goes out again, the others do not.
    assertThat(bench.memories.accepted()).isEqualTo(120);
  }

  @Test
  void aPageEditedBetweenListingAndReadingIsRight() {
    notion.pages(0, 3);
    notion.server.before(
        call -> {
          if (call.path().equals("/v1/blocks/page-001/children")) {
            notion.edit("page-001", "edited in the middle");
          }
        });

    bench.sync();
    notion.server.before(call -> {});
    bench.clock.pass(Duration.ofMinutes(5));
    bench.sync();

    assertThat(remembered()).isEqualTo(expected());
  }

  @Test
  void pagesThatMoveWhileTheListIsReadAreFoundByTheSweep() {
    // given a page that goes to the trash while the list is read, so that another one slips through
    notion.pages(0, 60);
    notion.mostOnAPage = 20;
    notion.server.before(
        call -> {
          if (call.body().contains("start_cursor")) {
            notion.pages.get("page-059").trashed = true;
          }
        });
    bench.sync();
    Set<String> without = new HashSet<>(notion.pages.keySet());
    without.remove("page-039");
    assertThat(bench.memories.ids()).isEqualTo(without);

    aDayLater();

    assertThat(remembered()).isEqualTo(expected()).hasSize(59);
  }

  @Test
  void aPageThatSearchLeftOutIsCaughtByTheSweep() {
    notion.pages(0, 30);
    notion.pages.get("page-011").searchable = false;
    bench.sync();
    assertThat(bench.memories.ids()).doesNotContain("page-011").hasSize(29);
    notion.pages.get("page-011").searchable = true;

    SyncResult result = aDayLater();

    assertThat(result.synced()).isEqualTo(1);
    assertThat(remembered()).isEqualTo(expected()).hasSize(30);
  }

  @Test
  void aPageThatSearchLeavesOutLaterIsNotForgotten() {
    notion.pages(0, 10);
    bench.sync();
    notion.edit("page-003", "edited while search does not know it");
    notion.pages.get("page-003").searchable = false;

    SyncResult result = aDayLater();

    assertThat(result.deleted()).isZero();
    assertThat(result.synced()).isEqualTo(1);
    assertThat(remembered()).isEqualTo(expected()).hasSize(10);
  }

  @Test
  void anEditThatTheIndexOfSearchToldTooLateIsCaughtByTheSweep() {
    // given an edit that is in the index only after a later one
    notion.pages(0, 10);
    bench.sync();
    notion.edit("page-003", "late in the index");
    notion.pages.get("page-003").searchable = false;
    bench.clock.pass(Duration.ofMinutes(10));
    notion.edit("page-004", "at once in the index");
    bench.clock.pass(Duration.ofMinutes(10));
    bench.sync();
    notion.pages.get("page-003").searchable = true;
    bench.sync();
    assertThat(bench.memories.text("page-003")).isEqualTo("Page 3");

    aDayLater();

    assertThat(remembered()).isEqualTo(expected());
  }

  @Test
  void aSearchThatLagsTellsAllInTheEnd() {
    notion.lag = Duration.ofMinutes(1);
    notion.pages(0, 10);
    bench.sync();
    for (int i = 0; i < 10; i++) {
      notion.edit("page-%03d".formatted(i), "edit " + i);
      bench.clock.pass(Duration.ofSeconds(25));
      bench.sync();
    }
    bench.clock.pass(Duration.ofMinutes(5));
    bench.sync();

    assertThat(remembered()).isEqualTo(expected());
  }

  @Test
  void whatIsInTheTrashOrNotSharedAnyMoreIsForgottenByTheSweep() {
    notion.pages(0, 30);
    bench.sync();
    notion.pages.get("page-001").trashed = true;
    notion.pages.get("page-002").shared = false;
    assertThat(bench.sync().deleted()).isZero();

    SyncResult result = aDayLater();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.deleted()).isEqualTo(2);
    assertThat(remembered()).isEqualTo(expected()).hasSize(28);
  }

  @Test
  void whatComesBackFromTheTrashIsReadAgain() {
    notion.pages(0, 3);
    bench.sync();
    notion.pages.get("page-001").trashed = true;
    aDayLater();
    assertThat(bench.memories.ids()).isEqualTo(Set.of("page-000", "page-002"));
    notion.pages.get("page-001").trashed = false;

    aDayLater();

    assertThat(remembered()).isEqualTo(expected()).hasSize(3);
  }

  @Test
  void aSweepThatDiesAtAnyPageForgetsWhatIsGoneAndNothingElse() {
    notion.pages(0, 100);
    notion.mostOnAPage = 20;
    bench.sync();
    IntStream.of(0, 33, 99).forEach(i -> notion.pages.get("page-%03d".formatted(i)).trashed = true);
    IntStream.of(1, 50).forEach(i -> notion.pages.get("page-%03d".formatted(i)).searchable = false);
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.syncThroughCrashes();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(remembered()).isEqualTo(expected()).hasSize(97);
  }

  @Test
  void aSweepThatLooksAbsurdForgetsNothing() {
    notion.pages(0, 60);
    bench.sync();
    Map<String, String> before = remembered();
    IntStream.range(0, 40).forEach(i -> notion.pages.get("page-%03d".formatted(i)).shared = false);

    SyncResult result = aDayLater();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.error()).contains("40 of 60 records seem to be gone: none was deleted");
    assertThat(remembered()).isEqualTo(before).hasSize(60);
  }

  @Test
  void aSweepThatFailsForgetsNothingAndIsMadeAgain() {
    notion.pages(0, 60);
    notion.mostOnAPage = 20;
    bench.sync();
    notion.pages.get("page-001").trashed = true;
    bench.clock.pass(Duration.ofHours(25));
    notion.server.pass();
    notion.server.pass();
    notion.server.pass();
    notion.server.fail(error(401, "unauthorized", "API token is invalid."));

    assertThat(bench.sync().status()).isEqualTo(Status.ERROR);
    assertThat(bench.memories.ids()).hasSize(60);
    assertThat(bench.sync().deleted()).isEqualTo(1);
    assertThat(remembered()).isEqualTo(expected()).hasSize(59);
  }

  @Test
  void aRowThatLeftTheDatabaseIsForgotten() {
    bench.config("database_id", "d-b1");
    notion.row("d-b1", "row-1", "One");
    notion.row("d-b1", "row-2", "Two");
    notion.page("other", "Not in the database");
    bench.sync();
    assertThat(bench.memories.ids()).isEqualTo(Set.of("row-1", "row-2"));
    notion.pages.get("row-1").parent = Map.of("type", "workspace", "workspace", true);

    aDayLater();

    assertThat(remembered()).isEqualTo(Map.of("row-2", "Two"));
  }

  @Test
  void aDatabaseThatIsGoneFailsTheRunAndForgetsNothing() {
    bench.config("database_id", "db1");
    notion.row("db1", "row-1", "One");
    bench.sync();
    notion.databases.clear();

    SyncResult result = aDayLater();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error()).contains("the database is gone or not shared with the integration");
    assertThat(remembered()).isEqualTo(Map.of("row-1", "One"));
  }

  @Test
  void aDatabaseOfManySourcesIsRefusedWithAReason() {
    bench.config("database_id", "db1");
    notion.row("db1", "row-1", "One");
    notion.databases.put("db1", 2);

    try (Source source = bench.source()) {
      assertThatThrownBy(source::check)
          .isInstanceOf(ProviderFailure.class)
          .hasMessage(
              "the database has more than one data source, which this connection cannot read");
    }
  }

  @Test
  void theCheckAsksForTheTokenAndForTheRoot() {
    bench.config("database_id", "db1");
    notion.row("db1", "row-1", "One");
    try (Source source = bench.source()) {
      source.check();
    }
    assertThat(notion.log()).containsExactly("GET users/me", "POST databases/db1/query");

    notion.databases.clear();
    try (Source source = bench.source()) {
      assertThatThrownBy(source::check)
          .hasMessage("the database is gone or not shared with the integration");
    }
    assertThatThrownBy(() -> bench.config("database_id", "../users").source().close())
        .hasMessage("config.database_id is not an id of Notion");
  }

  @Test
  void aPageThatIsUnsharedWhileItIsReadIsForgotten() {
    notion.pages(0, 3);
    bench.sync();
    notion.edit("page-001", "edited");
    bench.clock.pass(Duration.ofMinutes(5));
    notion.server.pass();
    notion.server.pass();
    notion.server.fail(error(404, "object_not_found", "Could not find block."));

    SyncResult result = bench.sync();

    assertThat(result.deleted()).isEqualTo(1);
    assertThat(bench.memories.ids()).isEqualTo(Set.of("page-000", "page-002"));
  }

  @Test
  void aPageThatMayNotBeReadIsLeftOutAndReadWhenItMay() {
    notion.pages(0, 10);
    notion.pages.get("page-004").restricted = true;

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.problems())
        .containsExactly(new Problem("page-004", "the provider answered 403 restricted_resource"));
    assertThat(bench.memories.ids()).doesNotContain("page-004").hasSize(9);
    notion.pages.get("page-004").restricted = false;
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(remembered()).isEqualTo(expected()).hasSize(10);
  }

  @Test
  void aPageThatAlwaysFailsIsOneBadRecordAndReadWhenItWorks() {
    notion.pages(0, 10);
    notion.pages.get("page-004").broken = true;

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.problems())
        .containsExactly(
            new Problem("page-004", "the provider answered 500 internal_server_error"));
    assertThat(bench.memories.ids()).doesNotContain("page-004").hasSize(9);
    notion.pages.get("page-004").broken = false;
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(remembered()).isEqualTo(expected()).hasSize(10);
  }

  @Test
  void aNotionThatIsDownFailsTheRunAndTheNextOneGoesOn() {
    notion.pages(0, 10);
    IntStream.range(0, 8).forEach(i -> notion.server.pass());
    IntStream.range(0, 15)
        .forEach(i -> notion.server.fail(error(503, "service_unavailable", "Unavailable.")));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error()).contains("the provider answered 503 service_unavailable");
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(remembered()).isEqualTo(expected()).hasSize(10);
  }

  @Test
  void aPageWhosePlaceIsNeverAcceptedIsOneBadRecord() {
    notion.pages(0, 4);
    notion.refusing.put("page-001", Map.entry(400, "validation_error"));
    notion.server.before(
        call -> {
          if (call.path().equals("/v1/blocks/page-002/children")) {
            notion.forgetCursors();
          }
        });
    notion.put("page-002", paragraphs(150));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.problems())
        .containsExactly(
            new Problem("page-002", "the provider answered 400 validation_error"),
            new Problem("page-001", "the provider answered 400 validation_error"));
    assertThat(bench.memories.ids()).isEqualTo(Set.of("page-000", "page-003"));
  }

  @Test
  void aPageWhosePlaceIsNotKnownAnyMoreIsReadFromItsStart() {
    notion.pages(0, 1);
    notion.put("page-000", paragraphs(150));
    boolean[] once = {true};
    notion.server.before(
        call -> {
          if (once[0] && call.query().containsKey("start_cursor")) {
            once[0] = false;
            notion.forgetCursors();
          }
        });

    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);

    assertThat(remembered()).isEqualTo(expected());
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, Object>[] paragraphs(int many) {
    return IntStream.range(0, many)
        .mapToObj(i -> FakeNotion.block("b" + i, "paragraph", FakeNotion.rich("paragraph " + i)))
        .toArray(Map[]::new);
  }

  @Test
  void aRevokedTokenEndsTheRunAtOnceWithoutNamingIt() {
    notion.pages(0, 10);
    bench.sync();
    notion.token = "another";
    notion.server.forgetCalls();

    SyncResult result = aDayLater();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error()).contains("the provider answered 401 unauthorized");
    assertThat(notion.log()).containsExactly("POST search");
    assertThat(bench.memories.ids()).hasSize(10);
  }

  @Test
  void aTokenRevokedInTheMiddleFailsTheRunAndTheNextOneGoesOn() {
    notion.pages(0, 30);
    IntStream.range(0, 20).forEach(i -> notion.server.pass());
    notion.server.fail(error(401, "unauthorized", "API token is invalid."));

    assertThat(bench.sync().status()).isEqualTo(Status.ERROR);

    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(remembered()).isEqualTo(expected()).hasSize(30);
  }

  @Test
  void limitsAndTroubleAreWaitedFor() {
    notion.pages(0, 10);
    notion.server.fail(limited("30"));
    notion.server.pass();
    notion.server.fail(error(529, "service_overload", "Overloaded.").with("Retry-After", "7"));
    notion.server.fail(error(409, "conflict_error", "Conflict."));
    notion.server.fail(error(503, "service_unavailable", "Unavailable."));
    notion.server.fail(error(504, "gateway_timeout", "Timeout."));
    notion.server.fail(new Answer(200, "{\"object\": \"page\", \"id\"", Map.of()));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.slept).contains(Duration.ofSeconds(30), Duration.ofSeconds(7)).hasSize(6);
    assertThat(remembered()).isEqualTo(expected()).hasSize(10);
  }

  @Test
  void aLongLimitEndsTheRunWhichGoesOnThen() {
    notion.pages(0, 40);
    notion.mostOnAPage = 10;
    IntStream.range(0, 30).forEach(i -> notion.server.pass());
    notion.server.fail(limited("600"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.resumeAt()).contains(bench.clock.instant().plusSeconds(600));
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(remembered()).isEqualTo(expected()).hasSize(40);
    assertThat(bench.memories.accepted()).isEqualTo(40);
  }

  private static Answer limited(String seconds) {
    return error(429, "rate_limited", "Rate limited.").with("Retry-After", seconds);
  }

  @Test
  void aRecordTellsWhereItIsAndWhoWroteIt() {
    bench.config("database_id", "db1");
    notion.row("db1", "row-1", "One");
    bench.clock.pass(Duration.ofMinutes(90));
    notion.edit("row-1", "words");

    bench.sync();

    assertThat(bench.memories.document("row-1"))
        .isEqualTo(
            new Document(
                "One",
                "One\nwords",
                Optional.of("https://www.notion.so/row-1"),
                Optional.of("person u1"),
                Optional.of(Instant.parse("2026-03-01T12:00:00Z")),
                Optional.of(Instant.parse("2026-03-01T13:30:00Z")),
                Map.of("database_id", "db1")));
  }

  @Test
  void withoutTheRightToReadAboutPeopleNobodyIsNamed() {
    notion.pages(0, 5);
    notion.readsPeople = false;

    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);

    assertThat(bench.memories.document("page-003").author()).isEmpty();
    assertThat(notion.log().stream().filter(call -> call.startsWith("GET users"))).hasSize(1);
  }
}
