package io.hypnos.connectors.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.kit.MemoryStore;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Status;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mails of a query. */
final class GmailQueryTest {
  private Bench bench;
  private FakeGmail gmail;

  @BeforeEach
  void connect() {
    bench = new Bench(new Gmail());
    bench.vendorClock(bench.clock);
    gmail = new FakeGmail(bench.clock);
    bench
        .config("base_url", gmail.server.url())
        .config("page_size", "5")
        .config("query", "subject:invoice OR subject:offer");
  }

  @AfterEach
  void close() {
    bench.close();
    gmail.close();
  }

  private Set<String> receive(int from, int to) {
    Set<String> ids = new TreeSet<>();
    for (int i = from; i < to; i++) {
      String id = "q%03d".formatted(i);
      gmail.receive(id, (i % 2 == 0 ? "invoice " : "offer ") + i, "words of " + i);
      gmail.receive("other" + i, "greetings", "not wanted");
      bench.clock.pass(Duration.ofMinutes(1));
      ids.add(id);
    }
    return ids;
  }

  @Test
  void onlyWhatMatchesIsTakenAtFirstAndLater() {
    Set<String> all = receive(0, 20);

    bench.sync();
    bench.clock.pass(Duration.ofDays(3));
    bench.sync();
    assertThat(bench.memories.ids()).isEqualTo(all);
    all.addAll(receive(20, 32));
    gmail.label("q001", "TRASH");
    gmail.delete("q025");
    all.removeAll(Set.of("q001", "q025"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void anIdleSyncAsksTwice() {
    receive(0, 20);
    bench.sync();
    bench.clock.pass(Duration.ofHours(23));
    bench.sync();
    bench.clock.pass(Duration.ofDays(3));
    bench.sync();
    gmail.server.forgetCalls();

    bench.sync();

    assertThat(gmail.log()).containsExactly("/messages", "/history");
    assertThat(gmail.server.calls().get(0).query().get("q"))
        .isEqualTo(
            "(subject:invoice OR subject:offer) after:"
                + bench.clock.instant().minus(Duration.ofDays(1)).getEpochSecond());
  }

  @Test
  void mailsThatComeDuringALongFirstWalkAreNotLost() {
    Set<String> all = receive(0, 30);
    bench.store.dieAtCommit(4);
    assertThatThrownBy(bench::sync).isInstanceOf(MemoryStore.Crash.class);
    bench.store.dieAtCommit(Integer.MAX_VALUE);
    all.addAll(receive(30, 45));
    bench.clock.pass(Duration.ofDays(5));

    bench.sync();

    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aPageTokenThatIsTooOldBeginsTheWindowAgain() {
    receive(0, 3);
    bench.sync();
    receive(3, 30);
    bench.store.dieAtCommit(2);
    assertThatThrownBy(bench::sync).isInstanceOf(MemoryStore.Crash.class);
    bench.store.dieAtCommit(Integer.MAX_VALUE);
    bench.clock.pass(Duration.ofHours(4));

    SyncResult result = bench.sync();

    Set<String> all = new TreeSet<>();
    for (int i = 0; i < 30; i++) {
      all.add("q%03d".formatted(i));
    }
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aCrashAtAnyPageLosesNothing() {
    Set<String> all = receive(0, 30);

    bench.syncThroughCrashes();
    all.addAll(receive(30, 50));
    bench.syncThroughCrashes();

    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aMailThatComesBackFromTheTrashIsSeenByTheSweepOfTheDayAtLatest() {
    Set<String> all = receive(0, 5);
    bench.sync();
    gmail.label("q002", "TRASH");
    bench.sync();
    bench.clock.pass(Duration.ofDays(3));
    gmail.unlabel("q002", "TRASH");

    bench.sync();

    assertThat(bench.memories.ids()).isEqualTo(all);
  }
}
