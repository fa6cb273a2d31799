package io.hypnos.connectors.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.kit.MemoryStore;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GmailTest {
  private Bench bench;
  private FakeGmail gmail;

  @BeforeEach
  void connect() {
    bench = new Bench(new Gmail());
    bench.vendorClock(bench.clock);
    gmail = new FakeGmail(bench.clock);
    bench.config("base_url", gmail.server.url()).config("page_size", "7");
  }

  @AfterEach
  void close() {
    bench.close();
    gmail.close();
  }

  private Set<String> receive(int from, int to) {
    Set<String> ids = new TreeSet<>();
    for (int i = from; i < to; i++) {
      String id = "m%03d".formatted(i);
      gmail.receive(id, "subject " + i, "words of " + i);
      bench.clock.pass(Duration.ofSeconds(1));
      ids.add(id);
    }
    return ids;
  }

  @Test
  void aFirstSyncTakesEverythingAndASecondOneNothing() {
    Set<String> all = receive(0, 50);

    SyncResult first = bench.sync();
    SyncResult second = bench.sync();

    assertThat(first.status()).isEqualTo(Status.SUCCESS);
    assertThat(first.synced()).isEqualTo(50);
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(second.synced()).isZero();
    assertThat(bench.memories.accepted()).isEqualTo(50);
  }

  @Test
  void anIdleSyncAsksOnceAndAFirstOneOnceAMail() {
    receive(0, 2);

    bench.sync();
    assertThat(gmail.log())
        .containsExactly("/profile", "/messages", "/messages/m001", "/messages/m000");
    gmail.server.forgetCalls();
    bench.sync();

    assertThat(gmail.log()).containsExactly("/history");
  }

  @Test
  void anEmptyMailboxIsFine() {
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    Set<String> all = receive(0, 3);

    bench.sync();

    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void newMailsAreTakenAndDeletedOnesGo() {
    Set<String> all = receive(0, 20);
    bench.sync();
    all.addAll(receive(20, 40));
    gmail.delete("m003");
    gmail.label("m004", "TRASH");
    gmail.label("m025", "SPAM");
    all.removeAll(Set.of("m003", "m004", "m025"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aMailComesBackFromTheTrash() {
    Set<String> all = receive(0, 5);
    bench.sync();
    gmail.label("m002", "TRASH");
    bench.sync();
    assertThat(bench.memories.ids()).doesNotContain("m002");
    gmail.unlabel("m002", "TRASH");

    bench.sync();

    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void intoTheTrashAndBackBetweenTwoRunsIsNothing() {
    Set<String> all = receive(0, 5);
    bench.sync();
    gmail.label("m002", "TRASH");
    gmail.unlabel("m002", "TRASH");

    SyncResult result = bench.sync();

    assertThat(result.deleted()).isZero();
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(bench.memories.accepted()).isEqualTo(5);
  }

  @Test
  void aMailThatWasSpamAtFirstIsTakenWhenItIsNot() {
    Mail mail = Mail.plain("spam", bench.clock.instant(), "offer", "words");
    mail.labels().add("SPAM");
    gmail.receive(mail);
    bench.sync();
    assertThat(bench.memories.ids()).isEmpty();
    gmail.unlabel("spam", "SPAM");

    bench.sync();

    assertThat(bench.memories.ids()).containsExactly("spam");
  }

  @Test
  void aDraftIsNotTakenUntilItIsSent() {
    Mail draft = Mail.plain("draft", bench.clock.instant(), "half", "half a sentence");
    draft.labels().add("DRAFT");
    gmail.receive(draft);
    bench.sync();
    assertThat(bench.memories.ids()).isEmpty();
    gmail.unlabel("draft", "DRAFT");

    bench.sync();

    assertThat(bench.memories.ids()).containsExactly("draft");
  }

  @Test
  void otherLabelsCostNoCall() {
    receive(0, 5);
    bench.sync();
    gmail.label("m001", "STARRED");
    gmail.unlabel("m002", "INBOX");
    gmail.server.forgetCalls();

    bench.sync();

    assertThat(gmail.log()).containsExactly("/history");
  }

  @Test
  void aMailThatVanishesBetweenListAndReadIsLeftOut() {
    receive(0, 3);
    gmail.onListPage.add(() -> gmail.delete("m001"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).containsExactlyInAnyOrder("m000", "m002");
  }

  @Test
  void whatHappensDuringTheWalkIsNotLost() {
    Set<String> all = receive(0, 40);
    gmail.onListPage.add(() -> all.addAll(receive(40, 45)));
    gmail.onListPage.add(() -> gmail.label("m039", "TRASH"));

    bench.sync();
    bench.sync();

    all.remove("m039");
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void mailsWithOneTimeAreAllSeen() {
    Set<String> all = new TreeSet<>();
    IntStream.range(0, 60)
        .forEach(
            i -> {
              gmail.receive("s" + i, "subject", "words " + i);
              all.add("s" + i);
            });

    bench.sync();

    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aCrashAtAnyPageLosesAndDoublesNothing() {
    Set<String> all = receive(0, 60);

    SyncResult first = bench.syncThroughCrashes();
    all.addAll(receive(60, 90));
    IntStream.range(0, 10).forEach(i -> gmail.delete("m%03d".formatted(i)));
    IntStream.range(0, 10).forEach(i -> all.remove("m%03d".formatted(i)));
    SyncResult second = bench.syncThroughCrashes();

    assertThat(first.status()).isEqualTo(Status.SUCCESS);
    assertThat(second.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aPageTokenThatIsTooOldBeginsTheWalkAgain() {
    Set<String> all = receive(0, 40);
    bench.store.dieAtCommit(3);
    assertThatThrownBy(bench::sync).isInstanceOf(MemoryStore.Crash.class);
    bench.store.dieAtCommit(Integer.MAX_VALUE);
    bench.clock.pass(Duration.ofHours(4));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aPageTokenOfTheHistoryThatIsTooOldReadsItFromItsPlaceAgain() {
    Set<String> all = receive(0, 5);
    bench.sync();
    all.addAll(receive(5, 40));
    bench.store.dieAtCommit(2);
    assertThatThrownBy(bench::sync).isInstanceOf(MemoryStore.Crash.class);
    bench.store.dieAtCommit(Integer.MAX_VALUE);
    bench.clock.pass(Duration.ofHours(4));
    gmail.server.forgetCalls();

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(gmail.log()).doesNotContain("/messages");
  }

  @Test
  void aForgottenHistoryMeansAWalk() {
    Set<String> all = receive(0, 20);
    bench.sync();
    all.addAll(receive(20, 30));
    gmail.delete("m003");
    all.remove("m003");
    gmail.forgottenBelow = gmail.now();

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.synced()).isEqualTo(10);
    bench.clock.pass(Duration.ofHours(25));
    bench.sync();
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void theSweepOfTheDayFindsWhatTheHistoryKeptSilentAbout() {
    Set<String> all = receive(0, 30);
    bench.sync();
    gmail.mails.remove("m007");
    gmail.mails.put(
        "quiet", Mail.plain("quiet", bench.clock.instant(), "imported", "by another way"));
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.sync();

    all.remove("m007");
    all.add("quiet");
    assertThat(result.deleted()).isEqualTo(1);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void credentialsThatRanOutEndTheRunAtOnceWithoutNamingThem() {
    receive(0, 3);
    gmail.credentialsEnd = bench.clock.instant();

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error()).contains("the provider answered 401 authError");
    assertThat(gmail.log()).hasSize(1);
    assertThat(bench.slept).isEmpty();
  }

  @Test
  void credentialsThatRunOutInTheMiddleKeepWhatIsRead() {
    Set<String> all = receive(0, 30);
    gmail.onListPage.add(() -> {});
    gmail.onListPage.add(() -> gmail.credentialsEnd = bench.clock.instant());

    SyncResult result = bench.sync();
    gmail.credentialsEnd = Instant.MAX;
    bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.synced()).isEqualTo(7);
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(bench.memories.accepted()).isEqualTo(30);
  }

  @Test
  void rateLimitsAreWaitedFor() {
    Set<String> all = receive(0, 5);
    IntStream.range(0, 3).forEach(i -> gmail.server.pass());
    gmail.server.fail(
        FakeGmail.error(
                403, "userRateLimitExceeded", "PERMISSION_DENIED", "Too many concurrent requests")
            .with("Retry-After", "15"));
    gmail.server.fail(
        FakeGmail.error(429, "rateLimitExceeded", "RESOURCE_EXHAUSTED", "Slow down")
            .with("Retry-After", "25"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.slept).containsExactly(Duration.ofSeconds(15), Duration.ofSeconds(25));
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aTokenThatMayNotReadBodiesFailsTheCheckAndEndsTheRun() {
    receive(0, 3);
    gmail.onlyMetadata = true;

    try (Source source = bench.source()) {
      assertThatThrownBy(source::check)
          .isInstanceOf(ProviderFailure.class)
          .hasMessageContaining("mails may not be read");
    }
    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.problems()).isEmpty();
    gmail.onlyMetadata = false;
    assertThat(bench.sync().synced()).isEqualTo(3);
  }
}
