package io.hypnos.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.kit.FakeServer.Call;
import io.hypnos.connectors.kit.MemoryStore;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HubSpotTest {
  private Bench bench;
  private FakeHubSpot hubSpot;

  @BeforeEach
  void connect() {
    bench = new Bench(new HubSpot());
    hubSpot = new FakeHubSpot(bench.clock);
    bench.config("base_url", hubSpot.server.url());
  }

  @AfterEach
  void close() {
    bench.close();
    hubSpot.close();
  }

  private Instant ago(Duration duration) {
    return bench.clock.instant().minus(duration);
  }

  /** Contacts 1 to the last, a second apart, the newest an hour ago. */
  private void fill(int last) {
    Instant start = ago(Duration.ofHours(1)).minusSeconds(last);
    LongStream.rangeClosed(1, last).forEach(id -> hubSpot.put(id, "Person", start.plusSeconds(id)));
  }

  private void change(long id, String first) {
    hubSpot.put(id, first, bench.clock.instant());
  }

  private Set<String> idsThatSay(String first) {
    return bench.memories.ids().stream()
        .filter(id -> bench.memories.text(id).startsWith(first + " "))
        .collect(Collectors.toSet());
  }

  private static Set<String> ids(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(String::valueOf).collect(Collectors.toSet());
  }

  private List<String> requests() {
    return hubSpot.server.calls().stream().map(call -> call.method() + " " + call.path()).toList();
  }

  @Test
  void aFirstSyncTakesEverythingAndASecondOneNothing() {
    fill(250);

    SyncResult first = bench.sync();
    SyncResult second = bench.sync();

    assertThat(first.status()).isEqualTo(Status.SUCCESS);
    assertThat(first.synced()).isEqualTo(250);
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 250));
    assertThat(second.status()).isEqualTo(Status.SUCCESS);
    assertThat(second.synced()).isZero();
    assertThat(bench.memories.accepted()).isEqualTo(250);
  }

  @Test
  void aContactTellsNameMailTitleCompanyAndStage() {
    hubSpot.put(
        7,
        Map.of(
            "firstname", "Ada",
            "lastname", "Lovelace",
            "email", "ada@example.org",
            "jobtitle", "Analyst",
            "company", "Engines Ltd",
            "lifecyclestage", "customer"),
        ago(Duration.ofDays(1)));
    hubSpot.put(8, Map.of("email", "nameless@example.org"), ago(Duration.ofDays(1)));
    hubSpot.put(9, Map.of(), ago(Duration.ofDays(1)));

    bench.sync();

    assertThat(bench.memories.text("7"))
        .isEqualTo(
            """
            Ada Lovelace
            Email: ada@example.org
            Title: Analyst
            Company: Engines Ltd
            Lifecycle stage: customer\
            """);
    assertThat(bench.memories.document("7").title()).isEqualTo("Ada Lovelace");
    assertThat(bench.memories.document("7").updatedAt()).contains(ago(Duration.ofDays(1)));
    assertThat(bench.memories.document("7").metadata())
        .isEqualTo(
            Map.of(
                "email", "ada@example.org",
                "jobtitle", "Analyst",
                "company", "Engines Ltd",
                "lifecyclestage", "customer"));
    assertThat(bench.memories.document("8").title()).isEqualTo("nameless@example.org");
    assertThat(bench.memories.text("9")).isEqualTo("Contact 9");
  }

  @Test
  void newAndEditedContactsAreSeen() {
    fill(150);
    bench.sync();
    bench.clock.pass(Duration.ofMinutes(30));
    change(3, "Changed");
    change(151, "New");

    SyncResult result = bench.sync();

    assertThat(result.synced()).isEqualTo(2);
    assertThat(idsThatSay("Changed")).isEqualTo(Set.of("3"));
    assertThat(idsThatSay("New")).isEqualTo(Set.of("151"));
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 151));
  }

  @Test
  void moreThanTenThousandContactsAreReadWhole() {
    fill(10_250);

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 10_250));
    assertThat(bench.memories.accepted()).isEqualTo(10_250);
  }

  @Test
  void moreThanTenThousandContactsOfOneTimestampAreReadWhole() {
    fill(10_300);
    bench.sync();
    bench.clock.pass(Duration.ofHours(1));
    LongStream.rangeClosed(1, 10_250).forEach(id -> change(id, "Bulk"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(idsThatSay("Bulk")).isEqualTo(ids(1, 10_250));
    assertThat(result.synced()).isEqualTo(10_250);
    assertThat(bench.sync().synced()).isZero();
  }

  @Test
  void aCrashAtAnyPageOfTheFirstSyncLosesNothing() {
    fill(550);

    SyncResult result = bench.syncThroughCrashes();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 550));
    assertThat(idsThatSay("Person")).isEqualTo(ids(1, 550));
  }

  @Test
  void aCrashAtAnyPageOfALaterSyncLosesNothing() {
    fill(1_100);
    bench.sync();
    bench.clock.pass(Duration.ofHours(1));
    LongStream.rangeClosed(1, 1_050).forEach(id -> change(id, "Bulk"));

    SyncResult result = bench.syncThroughCrashes();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(idsThatSay("Bulk")).isEqualTo(ids(1, 1_050));
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 1_100));
  }

  /** What changes behind a walk has another time than what changes in front of it. */
  @Test
  void contactsEditedDuringALongWalkAreNotLost() {
    fill(600);
    bench.sync();
    bench.clock.pass(Duration.ofHours(1));
    LongStream.rangeClosed(1, 600).forEach(id -> change(id, "Bulk"));
    bench.clock.pass(Duration.ofMinutes(1));
    hubSpot.afterNextAnswer(
        () -> {
          bench.clock.pass(Duration.ofMinutes(2));
          change(5, "Behind");
          bench.clock.pass(Duration.ofMinutes(20));
          change(590, "Ahead");
          change(700, "New");
        });

    bench.sync();
    bench.sync();

    assertThat(idsThatSay("Behind")).isEqualTo(Set.of("5"));
    assertThat(idsThatSay("Ahead")).isEqualTo(Set.of("590"));
    assertThat(idsThatSay("New")).isEqualTo(Set.of("700"));
    assertThat(idsThatSay("Bulk")).hasSize(598);
  }

  @Test
  void aContactEditedDuringTheFirstSyncIsSeenByTheNext() {
    fill(300);
    hubSpot.afterNextAnswer(
        () -> {
          bench.clock.pass(Duration.ofMinutes(15));
          change(5, "Behind");
          change(301, "New");
        });

    bench.sync();
    bench.sync();

    assertThat(idsThatSay("Behind")).isEqualTo(Set.of("5"));
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 301));
  }

  @Test
  void aWalkThatAnOldRunBeganIsFollowedAtOnceByWhatChangedSince() {
    fill(600);
    bench.sync();
    bench.clock.pass(Duration.ofHours(1));
    LongStream.rangeClosed(1, 600).forEach(id -> change(id, "Bulk"));
    bench.store.dieAtCommit(2);
    assertThatThrownBy(bench::sync).isInstanceOf(MemoryStore.Crash.class);
    bench.store.dieAtCommit(Integer.MAX_VALUE);
    bench.clock.pass(Duration.ofHours(3));
    change(2, "Later");

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(idsThatSay("Later")).isEqualTo(Set.of("2"));
    assertThat(idsThatSay("Bulk")).hasSize(599);
  }

  @Test
  void anIndexThatLagsHidesNothingForGood() {
    fill(50);
    bench.sync();
    hubSpot.lag(Duration.ofMinutes(3));
    bench.clock.pass(Duration.ofMinutes(10));
    change(5, "Late");
    bench.clock.pass(Duration.ofMinutes(1));
    change(6, "Later");

    assertThat(bench.sync().synced()).isZero();
    bench.clock.pass(Duration.ofMinutes(3));
    bench.sync();

    assertThat(idsThatSay("Late")).isEqualTo(Set.of("5"));
    assertThat(idsThatSay("Later")).isEqualTo(Set.of("6"));
  }

  @Test
  void aContactDatedInTheFutureHidesNoOther() {
    fill(50);
    bench.sync();
    bench.clock.pass(Duration.ofHours(1));
    hubSpot.put(51, "Future", bench.clock.instant().plus(Duration.ofDays(300)));
    bench.sync();
    bench.clock.pass(Duration.ofHours(1));
    change(5, "Changed");

    bench.sync();

    assertThat(idsThatSay("Future")).isEqualTo(Set.of("51"));
    assertThat(idsThatSay("Changed")).isEqualTo(Set.of("5"));
  }

  /** The bin is a word of the provider, so it needs no brake. */
  @Test
  void deletedContactsGoWithTheBinOfTheDayHoweverMany() {
    fill(260);
    bench.sync();
    LongStream.rangeClosed(1, 250).forEach(hubSpot::archive);
    bench.sync();
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 260));
    bench.clock.pass(Duration.ofHours(24));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.deleted()).isEqualTo(250);
    assertThat(bench.memories.ids()).isEqualTo(ids(251, 260));
    assertThat(bench.memories.ids()).isEqualTo(hubSpot.liveIds());
  }

  @Test
  void aCrashAtAnyPageOfTheBinAndTheSweepLosesNothing() {
    fill(450);
    bench.sync();
    LongStream.rangeClosed(1, 220).forEach(hubSpot::archive);
    LongStream.rangeClosed(221, 230).forEach(hubSpot::erase);
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.syncThroughCrashes();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(ids(231, 450));
  }

  @Test
  void anErasedContactGoesWithTheSweep() {
    fill(120);
    bench.sync();
    hubSpot.erase(5);
    bench.sync();
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 120));
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.sync();

    assertThat(result.deleted()).isEqualTo(1);
    assertThat(bench.memories.ids()).isEqualTo(hubSpot.liveIds());
  }

  @Test
  void aSweepThatLooksAbsurdDeletesNothing() {
    fill(60);
    bench.sync();
    LongStream.rangeClosed(1, 40).forEach(hubSpot::erase);
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.error()).contains("40 of 60 records seem to be gone: none was deleted");
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 60));
  }

  @Test
  void anAnswerWithoutResultsDeletesNothing() {
    fill(10);
    bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    hubSpot.server.pass();
    hubSpot.server.pass();
    hubSpot.server.fail(Answer.ok(Map.of()));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 10));
  }

  @Test
  void aContactMergedIntoAnotherGoesAtOnce() {
    fill(30);
    bench.sync();
    bench.clock.pass(Duration.ofMinutes(10));
    hubSpot.merge(4, 9);
    hubSpot.merge(4, 11);

    SyncResult result = bench.sync();

    assertThat(result.deleted()).isEqualTo(2);
    assertThat(bench.memories.ids()).isEqualTo(hubSpot.liveIds());
  }

  @Test
  void aRestoredContactComesBack() {
    fill(30);
    bench.sync();
    hubSpot.archive(4);
    bench.clock.pass(Duration.ofHours(25));
    bench.sync();
    assertThat(bench.memories.ids()).doesNotContain("4");
    hubSpot.restore(4);
    bench.clock.pass(Duration.ofHours(25));

    bench.sync();

    assertThat(bench.memories.ids()).isEqualTo(ids(1, 30));
  }

  @Test
  void aRateLimitWithoutAHeaderIsWaitedFor() {
    fill(250);
    hubSpot.server.pass();
    hubSpot.server.fail(Answer.of(429, FakeHubSpot.LIMITED));
    hubSpot.server.fail(Answer.of(429, FakeHubSpot.LIMITED));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.slept).hasSize(2);
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 250));
  }

  @Test
  void aRateLimitThatStaysEndsTheRunWhichGoesOnLater() {
    fill(250);
    hubSpot.server.pass();
    IntStream.range(0, 40).forEach(i -> hubSpot.server.fail(Answer.of(429, FakeHubSpot.LIMITED)));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.resumeAt()).isPresent();
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 100));
    while (bench.sync().status() != Status.SUCCESS) {
      assertThat(bench.memories.ids()).containsAll(ids(1, 100));
    }
    assertThat(bench.memories.ids()).isEqualTo(ids(1, 250));
  }

  @Test
  void aRevokedTokenEndsTheRunAtOnceWithoutNamingIt() {
    fill(10);
    bench.credential("token", "revoked-token");

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error()).contains("the provider answered 401 INVALID_AUTHENTICATION");
    assertThat(requests()).containsExactly("GET /crm/v3/objects/contacts");
  }

  @Test
  void aTokenWithoutTheScopeFailsTheCheckAndSaysSo() {
    hubSpot.withoutScope();

    try (Source source = bench.source()) {
      assertThatThrownBy(source::check)
          .isInstanceOf(ProviderFailure.class)
          .hasMessage("the provider answered 403 MISSING_SCOPES");
    }
  }

  @Test
  void aGoodTokenPassesTheCheckWithOneCall() {
    try (Source source = bench.source()) {
      source.check();
    }

    assertThat(requests()).containsExactly("GET /crm/v3/objects/contacts");
  }

  @Test
  void anIdleSyncAsksOnce() {
    fill(150);
    bench.sync();
    bench.sync();
    hubSpot.server.forgetCalls();

    bench.sync();

    assertThat(requests()).containsExactly("POST /crm/v3/objects/contacts/search");
    Call call = hubSpot.server.calls().get(0);
    long from = ago(Duration.ofMinutes(5)).toEpochMilli();
    assertThat(call.json().path("filterGroups").toString())
        .isEqualTo(
            """
            [{"filters":[\
            {"propertyName":"lastmodifieddate","operator":"GTE","value":"%d"},\
            {"propertyName":"hs_object_id","operator":"GT","value":"0"}]}]\
            """
                .formatted(from));
    assertThat(call.json().path("sorts").toString())
        .isEqualTo("[{\"propertyName\":\"hs_object_id\",\"direction\":\"ASCENDING\"}]");
    assertThat(call.json().has("after")).isFalse();
  }
}
