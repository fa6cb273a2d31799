package io.hypnos.connectors.slack;

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

final class SlackTest {
  private static final long BASE = 1_772_000_000L;

  private final FakeSlack slack = new FakeSlack();
  private Bench bench;

  @BeforeEach
  void connect() {
    bench =
        new Bench(new Slack())
            .config("base_url", slack.server.url())
            .config("channel_id", "C1")
            .config("page_size", "7")
            .providerKeepsTheClock();
  }

  @AfterEach
  void close() {
    bench.close();
    slack.close();
  }

  private static String ts(int second, int micros) {
    return "%d.%06d".formatted(BASE + second, micros);
  }

  private void sayMany(int from, int to) {
    IntStream.range(from, to).forEach(i -> slack.say(ts(i / 10, i % 10), "message " + i));
  }

  private Set<String> expected() {
    return slack.heads.keySet().stream().map(ts -> "C1:" + ts).collect(Collectors.toSet());
  }

  @Test
  void aFirstSyncTakesEverythingAndASecondOneNothing() {
    sayMany(0, 50);

    SyncResult first = bench.sync();
    SyncResult second = bench.sync();

    assertThat(first.status()).isEqualTo(Status.SUCCESS);
    assertThat(first.synced()).isEqualTo(50);
    assertThat(bench.memories.ids()).isEqualTo(expected());
    assertThat(second.synced()).isZero();
    assertThat(bench.memories.accepted()).isEqualTo(50);
  }

  @Test
  void aCrashAtAnyPageLosesNothing() {
    sayMany(0, 60);

    SyncResult result = bench.syncThroughCrashes();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(expected());
  }

  @Test
  void whatIsSaidWhileAWalkIsInterruptedIsNotLost() {
    sayMany(0, 40);
    bench.store.dieAtCommit(2);
    try {
      bench.sync();
    } catch (MemoryStore.Crash e) {
      // It died in the middle.
    }
    bench.store.dieAtCommit(Integer.MAX_VALUE);
    sayMany(40, 60);

    bench.sync();
    bench.sync();

    assertThat(bench.memories.ids()).isEqualTo(expected());
  }

  @Test
  void repliesAndEditsOfOldMessagesAreSeen() {
    sayMany(0, 10);
    bench.sync();
    slack.reply(ts(0, 1), ts(100, 1), "first answer");
    slack.reply(ts(0, 1), ts(100, 2), "second answer");
    slack.reply(ts(0, 1), ts(100, 3), "third answer");
    slack.edit(ts(0, 2), "message changed");

    SyncResult result = bench.sync();

    assertThat(result.synced()).isEqualTo(2);
    assertThat(bench.memories.text("C1:" + ts(0, 1)))
        .isEqualTo(
            """
            person U1: message 1
            person U2: first answer
            person U2: second answer
            person U2: third answer\
            """);
    assertThat(bench.memories.text("C1:" + ts(0, 2))).contains("message changed");
  }

  @Test
  void aMessageThatDisappearsGoesWithTheSweepOfTheDay() {
    sayMany(0, 30);
    bench.sync();
    slack.heads.remove(ts(1, 3));
    bench.sync();
    assertThat(bench.memories.ids()).hasSize(30);
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.sync();

    assertThat(result.deleted()).isEqualTo(1);
    assertThat(bench.memories.ids()).isEqualTo(expected());
  }

  @Test
  void aSweepThatLooksAbsurdDeletesNothing() {
    sayMany(0, 60);
    bench.sync();
    slack.heads.headMap(ts(5, 0)).clear();
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.error()).hasValueSatisfying(text -> assertThat(text).contains("50 of 60"));
    assertThat(bench.memories.ids()).hasSize(60);
  }

  @Test
  void aRateLimitIsWaitedForAsLongAsItSays() {
    sayMany(0, 20);
    slack.server.pass();
    slack.server.fail(Answer.of(429, FakeSlack.LIMITED).with("Retry-After", "30"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.slept).contains(Duration.ofSeconds(30));
    assertThat(bench.memories.ids()).isEqualTo(expected());
  }

  @Test
  void aLongRateLimitEndsTheRunWhichGoesOnThen() {
    sayMany(0, 40);
    IntStream.range(0, 5).forEach(i -> slack.server.pass());
    slack.server.fail(Answer.of(429, FakeSlack.LIMITED).with("Retry-After", "600"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.resumeAt()).contains(bench.clock.instant().plusSeconds(600));
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(expected());
  }

  @Test
  void aRevokedTokenEndsTheRunAtOnceWithoutNamingIt() {
    bench.credential("token", "revoked-token");

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error())
        .hasValueSatisfying(
            text -> assertThat(text).contains("invalid_auth").doesNotContain("revoked-token"));
    assertThat(slack.server.calls()).hasSize(1);
  }

  @Test
  void anUnknownChannelFailsTheCheck() {
    bench.config("channel_id", "C9");

    try (Source source = bench.source()) {
      assertThatThrownBy(source::check)
          .isInstanceOf(ProviderFailure.class)
          .hasMessageContaining("channel_not_found");
    }
  }

  @Test
  void marksAreMadeReadable() {
    slack.say(ts(0, 0), "<@U7> see <https://a.example|the plan> &amp; <#C2|general> <!here>");
    slack.heads.get(ts(0, 0)).put("reply_count", 0);

    bench.sync();

    assertThat(bench.memories.text("C1:" + ts(0, 0)))
        .isEqualTo("person U1: @person U7 see the plan (https://a.example) & #general @here");
  }

  @Test
  void channelEventsAreLeftOut() {
    slack.say(ts(0, 0), "has joined");
    slack.heads.get(ts(0, 0)).put("subtype", "channel_join");

    assertThat(bench.sync().synced()).isZero();
  }

  @Test
  void anIdleSyncAsksOnlyForTheHeadsOfTheLastDays() {
    // given 20 messages of the last days on pages of 7, one of them with replies
    sayMany(0, 20);
    slack.reply(ts(0, 1), ts(100, 1), "answer");
    bench.sync();
    slack.server.forgetCalls();

    bench.sync();

    assertThat(slack.log())
        .containsExactly("conversations.history", "conversations.history", "conversations.history");
    assertThat(slack.server.calls().get(0).form())
        .isEqualTo(
            Map.of(
                "channel", "C1",
                "limit", "7",
                "inclusive", "true",
                "oldest", SlackTime.stamp(SlackTime.of(ts(1, 9)).minus(Duration.ofDays(14)))));
  }

  @Test
  void whatIsOlderThanTheLookBackIsNotAskedForAgain() {
    bench.config("lookback_days", 2);
    slack.say(day(-20, 0), "old");
    slack.say(day(0, 0), "new");
    bench.sync();
    slack.edit(day(-20, 0), "old and edited");
    slack.server.forgetCalls();

    assertThat(bench.sync().synced()).isZero();

    assertThat(slack.log()).containsExactly("conversations.history");
  }

  @Test
  void changesOfOldThreadsAreSeenByTheSweepOfTheDay() {
    // given threads older than the look-back
    slack.say(day(-40, 0), "first question");
    slack.say(day(-40, 1), "second question");
    slack.say(day(-40, 2), "third question");
    slack.reply(day(-40, 2), day(-39, 0), "an answer");
    slack.say(day(0, 0), "new");
    bench.sync();

    // when one is answered, one edited, and a reply deleted
    slack.reply(day(-40, 0), day(0, 1), "a late answer");
    slack.edit(day(-40, 1), "second question, edited");
    slack.deleteReply(day(-40, 2), day(-39, 0));
    assertThat(bench.sync().synced()).isZero();
    bench.clock.pass(Duration.ofHours(25));
    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.synced()).isEqualTo(3);
    assertThat(texts())
        .isEqualTo(
            Map.of(
                day(-40, 0), "person U1: first question\nperson U2: a late answer",
                day(-40, 1), "person U1: second question, edited",
                day(-40, 2), "person U1: third question",
                day(0, 0), "person U1: new"));
    bench.clock.pass(Duration.ofHours(25));
    assertThat(bench.sync().synced()).isZero();
  }

  @Test
  void theEditOfAReplyIsSeenWithinADay() {
    slack.say(day(-1, 0), "question");
    slack.reply(day(-1, 0), day(0, 0), "answer");
    bench.sync();

    slack.editReply(day(-1, 0), day(0, 0), "better answer");
    bench.clock.pass(Duration.ofHours(24));
    SyncResult result = bench.sync();

    assertThat(result.synced()).isEqualTo(1);
    assertThat(texts())
        .isEqualTo(Map.of(day(-1, 0), "person U1: question\nperson U2: better answer"));
  }

  @Test
  void aThreadIsReadAgainOnceADayAndNotAtAllWhenItIsOld() {
    slack.say(day(-1, 0), "question");
    slack.reply(day(-1, 0), day(0, 0), "answer");
    bench.sync();
    slack.server.forgetCalls();

    for (int hour = 0; hour < 48; hour++) {
      bench.clock.pass(Duration.ofHours(1));
      bench.sync();
    }

    assertThat(slack.log().stream().filter(call -> call.startsWith("conversations.replies")))
        .containsExactly(
            "conversations.replies " + day(-1, 0), "conversations.replies " + day(-1, 0));
    bench.clock.pass(Duration.ofDays(20));
    bench.sync();
    slack.server.forgetCalls();
    bench.clock.pass(Duration.ofDays(20));
    bench.sync();
    assertThat(slack.log()).doesNotContain("conversations.replies " + day(-1, 0));
  }

  @Test
  void aDeletedReplyAndADeletedHeadAreForgotten() {
    sayMany(0, 3);
    slack.reply(ts(0, 1), ts(100, 1), "first answer");
    slack.reply(ts(0, 1), ts(100, 2), "second answer");
    bench.sync();

    slack.deleteReply(ts(0, 1), ts(100, 2));
    bench.sync();
    assertThat(bench.memories.text("C1:" + ts(0, 1)))
        .isEqualTo("person U1: message 1\nperson U2: first answer");

    slack.delete(ts(0, 1));
    bench.sync();
    assertThat(bench.memories.text("C1:" + ts(0, 1))).isEqualTo("person U2: first answer");
    assertThat(bench.memories.document("C1:" + ts(0, 1)).author()).contains("person U2");

    slack.deleteReply(ts(0, 1), ts(100, 1));
    bench.clock.pass(Duration.ofHours(25));
    SyncResult result = bench.sync();
    assertThat(result.deleted()).isEqualTo(1);
    assertThat(bench.memories.ids()).isEqualTo(Set.of("C1:" + ts(0, 0), "C1:" + ts(0, 2)));
  }

  @Test
  void aThreadThatVanishesBetweenListingAndReadingIsForgotten() {
    sayMany(0, 2);
    slack.reply(ts(0, 1), ts(100, 1), "answer");
    bench.sync();
    slack.reply(ts(0, 1), ts(100, 2), "another answer");
    slack.server.pass();
    slack.server.fail(Answer.ok(Map.of("ok", false, "error", "thread_not_found")));

    SyncResult result = bench.sync();

    assertThat(result.deleted()).isEqualTo(1);
    assertThat(bench.memories.ids()).isEqualTo(Set.of("C1:" + ts(0, 0)));
  }

  @Test
  void eachPersonIsAskedForOnceARun() {
    sayMany(0, 30);
    slack.reply(ts(0, 1), ts(100, 1), "ask <@U1> or <@U3>");
    slack.reply(ts(0, 2), ts(100, 2), "ask <@U3> or <@U9>");
    slack.strangers.add("U9");

    bench.sync();

    assertThat(slack.log().stream().filter(call -> call.startsWith("users.info")))
        .containsExactlyInAnyOrder(
            "users.info U1", "users.info U2", "users.info U3", "users.info U9");
    assertThat(bench.memories.text("C1:" + ts(0, 2)))
        .isEqualTo("person U1: message 2\nperson U2: ask @person U3 or @U9");
  }

  @Test
  void withoutTheRightToReadAboutPeopleTheirIdsAreShown() {
    sayMany(0, 2);
    slack.reply(ts(0, 1), ts(100, 1), "answer");
    slack.scopes.remove("users:read");

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(texts())
        .isEqualTo(Map.of(ts(0, 0), "U1: message 0", ts(0, 1), "U1: message 1\nU2: answer"));
    assertThat(slack.log().stream().filter(call -> call.startsWith("users.info"))).hasSize(1);
  }

  @Test
  void aReplyThatIsShownInTheChannelStandsOnlyInItsThread() {
    slack.say(day(-40, 0), "old question");
    slack.say(day(-1, 0), "new question");
    bench.sync();
    slack.broadcast(day(-40, 0), day(0, 0), "answer to the old one");
    slack.broadcast(day(-1, 0), day(0, 1), "answer to the new one");

    SyncResult result = bench.sync();
    slack.server.forgetCalls();
    SyncResult idle = bench.sync();

    assertThat(result.synced()).isEqualTo(2);
    assertThat(idle.synced()).isZero();
    assertThat(slack.log()).containsExactly("conversations.history");
    assertThat(texts())
        .isEqualTo(
            Map.of(
                day(-40, 0), "person U1: old question\nperson U2: answer to the old one",
                day(-1, 0), "person U1: new question\nperson U2: answer to the new one"));
  }

  @Test
  void aHugeThreadIsReadUntilItsTextIsFull() {
    slack.say(ts(0, 0), "question");
    slack.repliesOnAPage = 100;
    String words = "x".repeat(2_000);
    IntStream.range(0, 1_000).forEach(i -> slack.reply(ts(0, 0), ts(100 + i, 0), words));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.text("C1:" + ts(0, 0))).hasSize(1_000_000);
    assertThat(bench.memories.document("C1:" + ts(0, 0)).metadata())
        .isEqualTo(Map.of("channel_id", "C1", "thread_ts", ts(0, 0), "truncated", true));
    assertThat(slack.log().stream().filter(call -> call.startsWith("conversations.replies")))
        .hasSize(5);
  }

  @Test
  void aThreadOfManyPagesIsWholeAndItsHeadStandsOnce() {
    slack.say(ts(0, 0), "question");
    IntStream.range(0, 25).forEach(i -> slack.reply(ts(0, 0), ts(100 + i, 0), "answer " + i));

    bench.sync();

    String answers =
        IntStream.range(0, 25)
            .mapToObj(i -> "\nperson U2: answer " + i)
            .collect(Collectors.joining());
    assertThat(texts()).isEqualTo(Map.of(ts(0, 0), "person U1: question" + answers));
  }

  @Test
  void lostAccessToTheChannelFailsTheRunAndForgetsNothing() {
    sayMany(0, 30);
    bench.sync();
    Set<String> before = bench.memories.ids();
    slack.member = false;
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error()).contains("the provider answered 200 not_in_channel");
    assertThat(bench.memories.ids()).isEqualTo(before).hasSize(30);
    slack.member = true;
    slack.scopes.remove("channels:history");
    assertThat(bench.sync().error()).contains("the provider answered 200 missing_scope");
    slack.scopes.add("channels:history");
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(expected());
  }

  @Test
  void aTokenRevokedInTheMiddleFailsTheRunAndTheNextOneGoesOn() {
    sayMany(0, 40);
    IntStream.range(0, 6).forEach(i -> slack.server.pass());
    slack.server.fail(Answer.ok(Map.of("ok", false, "error", "token_revoked")));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(slack.server.calls()).hasSize(7);
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(expected());
  }

  @Test
  void aRateLimitSaidWithStatus200IsOneToo() {
    sayMany(0, 20);
    slack.server.pass();
    slack.server.fail(Answer.ok(FakeSlack.LIMITED).with("Retry-After", "20"));
    slack.server.fail(Answer.ok(FakeSlack.LIMITED));
    slack.server.fail(Answer.of(429, Map.of()).with("Retry-After", "40"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.slept).contains(Duration.ofSeconds(20), Duration.ofSeconds(40)).hasSize(3);
    assertThat(bench.memories.ids()).isEqualTo(expected());
  }

  @Test
  void troubleOnTheSideOfSlackIsTriedAgain() {
    sayMany(0, 20);
    slack.server.fail(Answer.ok(Map.of("ok", false, "error", "internal_error")));
    slack.server.fail(Answer.of(503, Map.of("ok", false, "error", "strange")));
    slack.server.fail(Answer.ok(Map.of()));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.slept).hasSize(3);
    assertThat(bench.memories.ids()).isEqualTo(expected());
  }

  @Test
  void aShortPageIsNotTheEnd() {
    sayMany(0, 50);
    bench.config("page_size", 100);
    slack.mostOnAPage = 15;

    bench.sync();

    assertThat(bench.memories.ids()).isEqualTo(expected());
    assertThat(
            slack.server.calls().stream()
                .filter(call -> call.path().endsWith("history"))
                .map(call -> call.form().get("limit")))
        .containsExactly("100", "100", "100", "100");
  }

  @Test
  void aPageSizeThatSlackWouldRefuseIsRefused() {
    for (String size : Set.of("0", "1000", "many", "-1")) {
      bench.config("page_size", size);

      assertThatThrownBy(() -> bench.source().close())
          .isInstanceOf(ProviderFailure.class)
          .hasMessage("config.page_size is a number from 1 to 999");
    }
  }

  @Test
  void aWalkWhosePlaceIsNotKnownAnyMoreBeginsAgain() {
    sayMany(0, 40);
    bench.store.dieAtCommit(3);
    try {
      bench.sync();
    } catch (MemoryStore.Crash e) {
      // It died in the middle.
    }
    bench.store.dieAtCommit(Integer.MAX_VALUE);
    slack.forgetCursors();

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(expected());
    // The page that was sent when it died goes out again, the others do not.
    assertThat(bench.memories.accepted()).isEqualTo(47);
  }

  @Test
  void aThreadWhosePlaceIsNotKnownAnyMoreIsReadFromItsStart() {
    slack.say(ts(0, 0), "question");
    IntStream.range(0, 5).forEach(i -> slack.reply(ts(0, 0), ts(100 + i, 0), "answer " + i));
    IntStream.range(0, 4).forEach(i -> slack.server.pass());
    slack.server.fail(Answer.ok(Map.of("ok", false, "error", "invalid_cursor")));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.text("C1:" + ts(0, 0)).lines())
        .containsExactly(
            "person U1: question",
            "person U2: answer 0",
            "person U2: answer 1",
            "person U2: answer 2",
            "person U2: answer 3",
            "person U2: answer 4");
  }

  @Test
  void aCrashAtAnyPageLosesNoThread() {
    sayMany(0, 30);
    IntStream.range(0, 9).forEach(i -> slack.reply(ts(i % 3, i), ts(100, i), "answer " + i));

    bench.syncThroughCrashes();

    assertThat(bench.memories.ids()).isEqualTo(expected());
    assertThat(texts().values().stream().filter(text -> text.contains("answer"))).hasSize(9);
    assertThat(bench.sync().synced()).isZero();
  }

  @Test
  void aMessageEditedWhileItIsReadIsRight() {
    sayMany(0, 10);
    slack.reply(ts(0, 1), ts(100, 1), "answer");
    slack.server.before(
        call -> {
          if (call.path().endsWith("replies")) {
            slack.edit(ts(0, 1), "message edited");
          }
        });

    bench.sync();
    bench.sync();

    assertThat(bench.memories.text("C1:" + ts(0, 1)))
        .isEqualTo("person U1: message edited\nperson U2: answer");
  }

  @Test
  void whatBotsSayIsLeftOutOnWish() {
    bench.config("include_bots", false);
    sayMany(0, 4);
    slack.heads.get(ts(0, 0)).put("bot_id", "B1");
    slack.heads.get(ts(0, 1)).put("subtype", "bot_message");
    slack.reply(ts(0, 1), ts(100, 1), "a person answers a bot");

    bench.sync();

    assertThat(texts())
        .isEqualTo(
            Map.of(
                ts(0, 1), "person U2: a person answers a bot",
                ts(0, 2), "person U1: message 2",
                ts(0, 3), "person U1: message 3"));
  }

  @Test
  void aRecordTellsWhereItIsAndWhenItWasSaid() {
    slack.say(ts(0, 1), "question");
    slack.reply(ts(0, 1), ts(100, 2), "answer");

    bench.sync();

    assertThat(bench.memories.document("C1:" + ts(0, 1)))
        .isEqualTo(
            new Document(
                "person U1: question",
                "person U1: question\nperson U2: answer",
                Optional.of("https://acme.slack.com/archives/C1/p" + BASE + "000001"),
                Optional.of("person U1"),
                Optional.of(SlackTime.of(ts(0, 1))),
                Optional.of(SlackTime.of(ts(100, 2))),
                Map.of("channel_id", "C1", "thread_ts", ts(0, 1))));
  }

  @Test
  void linksAddressesAndGroupsAreMadeReadable() {
    slack.say(
        ts(0, 0),
        "<!subteam^S1|@devs> <mailto:a@b.example|a@b.example> <https://c.example|https://c.example>"
            + " <https://d.example> <!date^1392734382^{date}|18 Feb> <#C3> 1 &lt; 2");

    bench.sync();

    assertThat(bench.memories.text("C1:" + ts(0, 0)))
        .isEqualTo(
            "person U1: @devs a@b.example https://c.example https://d.example 18 Feb #C3 1 < 2");
  }

  @Test
  void wordsThatStandOnlyInBlocksAreRead() {
    slack.say(ts(0, 0), "");
    slack
        .heads
        .get(ts(0, 0))
        .put(
            "blocks",
            List.of(
                Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", "deployed")),
                Map.of("type", "divider")));

    bench.sync();

    assertThat(texts()).isEqualTo(Map.of(ts(0, 0), "person U1: deployed"));
  }

  @Test
  void wordsThatStandOnlyInAttachmentsOrNamesOfFilesAreRead() {
    slack.say(ts(0, 0), "");
    slack
        .heads
        .get(ts(0, 0))
        .put(
            "attachments",
            List.of(
                Map.of(
                    "fallback", "not shown",
                    "title", "Build 12",
                    "text", "failed",
                    "fields", List.of(Map.of("title", "branch", "value", "main"))),
                Map.of("fallback", "a second one")));
    slack.say(ts(0, 1), "");
    slack.heads.get(ts(0, 1)).put("files", List.of(Map.of("name", "a.pdf", "title", "The plan")));

    bench.sync();

    assertThat(texts())
        .isEqualTo(
            Map.of(
                ts(0, 0), "person U1: Build 12\nfailed\nbranch: main\na second one",
                ts(0, 1), "person U1: The plan"));
  }

  @Test
  void aThreadThatAlwaysFailsIsOneBadRecordAndReadWhenItWorks() {
    sayMany(0, 20);
    slack.reply(ts(0, 1), ts(100, 1), "answer");
    slack.broken.add(ts(0, 1));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.problems())
        .containsExactly(new Problem("C1:" + ts(0, 1), "the provider answered 200 internal_error"));
    Set<String> others = new HashSet<>(expected());
    others.remove("C1:" + ts(0, 1));
    assertThat(bench.memories.ids()).isEqualTo(others);
    slack.broken.clear();
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(expected());
  }

  /** A moment some days from the start of the bench. */
  private String day(int days, int seconds) {
    return SlackTime.stamp(
        Instant.parse("2026-03-01T11:00:00Z").plus(Duration.ofDays(days)).plusSeconds(seconds));
  }

  private Map<String, String> texts() {
    return bench.memories.ids().stream()
        .collect(
            Collectors.toMap(id -> id.substring("C1:".length()), id -> bench.memories.text(id)));
  }
}
