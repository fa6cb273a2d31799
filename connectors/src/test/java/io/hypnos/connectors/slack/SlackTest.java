package io.hypnos.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.kit.FakeServer.Answer;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Status;
import java.time.Duration;
import java.util.Map;
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
            .config("page_size", "7");
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
    } catch (RuntimeException e) {
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
  void anIdleSyncAsksOnce() {
    slack.say(ts(0, 0), "only one");
    bench.sync();
    slack.server.forgetCalls();

    bench.sync();

    assertThat(slack.server.calls().stream().map(call -> call.path()))
        .contains("/api/conversations.history")
        .hasSizeLessThanOrEqualTo(2);
    assertThat(Map.copyOf(bench.store.cursor())).containsKey("history");
  }
}
