package io.hypnos.connectors.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.kit.Memories;
import io.hypnos.connectors.kit.MemoryStore;
import io.hypnos.connectors.kit.Shelf;
import io.hypnos.connectors.sync.SyncResult.Problem;
import io.hypnos.connectors.sync.SyncResult.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The protocol against a source in memory: what the memory holds is what the source has. */
final class SyncTest {
  private static final Sync.Rules RULES =
      new Sync.Rules(Duration.ofHours(1), Duration.ofHours(24), Duration.ofHours(24), 3);

  private final Bench.Hand clock = new Bench.Hand();
  private final Shelf shelf = new Shelf();
  private MemoryStore store = new MemoryStore();
  private Memories memories = new Memories();

  private SyncResult sync() {
    return new Sync(RULES, clock).run(shelf, store, memories);
  }

  private SyncResult syncUntilDone() {
    SyncResult result = sync();
    for (int i = 0; i < 100 && result.status() != Status.SUCCESS; i++) {
      result = sync();
    }
    return result;
  }

  /** Whether the process lived to the end of its run. */
  private boolean syncDyingAfter(int steps) {
    Mortal mortal = new Mortal(store, memories, steps);
    try {
      new Sync(RULES, clock).run(shelf, mortal, mortal);
      return true;
    } catch (Mortal.Death e) {
      return false;
    }
  }

  private Map<String, String> remembered() {
    Map<String, String> texts = new HashMap<>();
    memories.ids().forEach(id -> texts.put(id, memories.text(id)));
    return texts;
  }

  @Test
  void aProcessMayDieAtAnyStepWhateverTheSourceDoesMeanwhile() {
    int steps = 0;
    boolean lived = false;
    while (!lived) {
      shelf.books.clear();
      store = new MemoryStore();
      memories = new Memories();
      shelf.write(0, 30);
      syncUntilDone();
      shelf.write("b0003", "another wording");
      shelf.write("b0004", "yet another wording");
      shelf.write(30, 35);
      shelf.books.remove("b0010");
      shelf.books.remove("b0011");
      clock.pass(Duration.ofHours(25));

      lived = syncDyingAfter(steps);
      shelf.write("b0003", "text of 3");
      shelf.write("b0010", "text of 10");
      shelf.books.remove("b0031");
      syncUntilDone();
      clock.pass(Duration.ofHours(25));
      syncUntilDone();

      assertThat(remembered()).as("died after %d steps", steps).isEqualTo(shelf.texts());
      steps++;
    }
    assertThat(steps).isGreaterThan(20);
  }

  @Test
  void aFirstSyncMayDieAtEachOfItsStepsInTurn() {
    shelf.write(0, 50);

    int deaths = 0;
    while (!syncDyingAfter(deaths)) {
      deaths++;
    }

    assertThat(deaths).isGreaterThan(5);
    assertThat(remembered()).isEqualTo(shelf.texts());
    assertThat(sync().synced()).isZero();
  }

  @Test
  void fiveThousandRecordsOfOneMomentAllCome() {
    long seed = 20261128;
    Random random = new Random(seed);
    Instant moment = Instant.parse("2026-03-01T10:00:00Z");
    shelf.write("first", "before all others");
    for (int i = 0; i < 5_000; i++) {
      shelf.writeAt("b%04d".formatted(i), "text of " + i, moment);
    }
    shelf.page = 100;

    for (int i = 0; i < 20; i++) {
      syncDyingAfter(random.nextInt(80));
    }
    syncUntilDone();

    assertThat(remembered()).as("seed %d", seed).isEqualTo(shelf.texts());
    assertThat(sync().synced()).isZero();
  }

  @Test
  void aRecordThatIsEditedWhileItsListIsReadIsTakenAsItStands() {
    shelf.write(0, 30);
    shelf.onList =
        () -> {
          if (shelf.lists == 3) {
            shelf.write("b0002", "edited before the walk is there");
            shelf.write("b0028", "edited after the walk was there");
            shelf.write("b0100", "new");
          }
        };

    sync();
    sync();

    assertThat(remembered()).isEqualTo(shelf.texts());
  }

  @Test
  void anIdleSyncAsksOnce() {
    shelf.write(0, 40);
    sync();
    shelf.lists = 0;
    shelf.fetches = 0;

    SyncResult idle = sync();

    assertThat(idle.status()).isEqualTo(Status.SUCCESS);
    assertThat(shelf.lists).isEqualTo(1);
    assertThat(shelf.fetches).isZero();
  }

  @Test
  void whatVanishedIsNoticedByTheDailySweep() {
    shelf.write(0, 40);
    sync();
    shelf.books.remove("b0007");
    shelf.books.remove("b0039");

    assertThat(sync().deleted()).isZero();
    clock.pass(Duration.ofHours(25));
    SyncResult swept = sync();

    assertThat(swept.deleted()).isEqualTo(2);
    assertThat(remembered()).isEqualTo(shelf.texts());
  }

  @Test
  void aSweepThatLooksAbsurdDeletesNothingAndSaysSo() {
    shelf.write(0, 60);
    sync();
    Map<String, String> all = remembered();
    for (int i = 0; i < 31; i++) {
      shelf.books.remove("b%04d".formatted(i));
    }
    clock.pass(Duration.ofHours(25));

    SyncResult swept = sync();

    assertThat(swept.status()).isEqualTo(Status.PARTIAL);
    assertThat(swept.error()).contains("31 of 60 records seem to be gone: none was deleted");
    assertThat(remembered()).isEqualTo(all);
  }

  @Test
  void aSweepThatFailsOrIsIncompleteDeletesNothing() {
    shelf.write(0, 40);
    sync();
    Map<String, String> all = remembered();
    shelf.books.remove("b0001");
    clock.pass(Duration.ofHours(25));
    AtomicInteger pages = new AtomicInteger();
    shelf.onSweep =
        () -> {
          if (pages.incrementAndGet() == 5) {
            throw ProviderFailure.of(Kind.UNAVAILABLE, "the provider answered 500");
          }
        };

    assertThat(sync().status()).isEqualTo(Status.ERROR);
    assertThat(remembered()).isEqualTo(all);
    shelf.sweepIsComplete = false;
    assertThat(sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(remembered()).isEqualTo(all);

    shelf.sweepIsComplete = true;
    clock.pass(Duration.ofHours(25));
    assertThat(sync().deleted()).isEqualTo(1);
    assertThat(remembered()).isEqualTo(shelf.texts());
  }

  @Test
  void aPageTokenThatIsTooOldBeginsTheWalkAgain() {
    shelf.write(0, 30);
    syncDyingAfter(10);
    AtomicInteger expired = new AtomicInteger();
    shelf.onList =
        () -> {
          if (expired.getAndIncrement() == 0) {
            throw ProviderFailure.of(Kind.EXPIRED_PAGE, "the page token is too old");
          }
        };
    shelf.write("b0001", "edited meanwhile");

    assertThat(sync().status()).isEqualTo(Status.SUCCESS);
    sync();

    assertThat(remembered()).isEqualTo(shelf.texts());
  }

  @Test
  void aProviderThatIsDownLosesNothingAndNothingIsGivenUp() {
    shelf.write(0, 10);
    sync();
    shelf.write(10, 30);
    shelf.onFetch =
        () -> {
          throw ProviderFailure.of(Kind.UNAVAILABLE, "no connection");
        };
    for (int i = 0; i < 10; i++) {
      assertThat(sync().status()).isEqualTo(Status.ERROR);
    }
    shelf.onFetch = () -> {};

    SyncResult back = sync();

    assertThat(back.status()).isEqualTo(Status.SUCCESS);
    assertThat(remembered()).isEqualTo(shelf.texts());
  }

  @Test
  void oneRecordThatCannotBeReadIsNamedAndGivenUpAfterThreeRunsUntilItChanges() {
    shelf.write(0, 20);
    shelf.unreadable.add("b0012");

    for (int i = 0; i < 3; i++) {
      SyncResult result = sync();
      assertThat(result.status()).isEqualTo(Status.PARTIAL);
      assertThat(result.problems())
          .containsExactly(new Problem("b0012", "the provider answered 500"));
    }
    assertThat(sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(remembered()).doesNotContainKey("b0012").hasSize(19);

    shelf.unreadable.clear();
    shelf.write("b0012", "readable now");
    assertThat(sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(remembered()).isEqualTo(shelf.texts());
  }

  @Test
  void aRecordThatWasGivenUpIsTriedOnceMoreEachDay() {
    shelf.page = 20;
    shelf.write(0, 5);
    shelf.unreadable.add("b0002");
    for (int i = 0; i < 3; i++) {
      sync();
    }
    assertThat(sync().status()).isEqualTo(Status.SUCCESS);

    clock.pass(Duration.ofHours(25));
    assertThat(sync().problems())
        .containsExactly(new Problem("b0002", "the provider answered 500"));
    assertThat(sync().status()).isEqualTo(Status.SUCCESS);
    shelf.unreadable.clear();
    assertThat(sync().synced()).isZero();
    clock.pass(Duration.ofHours(25));

    assertThat(sync().synced()).isEqualTo(1);
    assertThat(remembered()).isEqualTo(shelf.texts());
  }

  @Test
  void tryingAgainEndsWithTheTimeOfTheRun() {
    shelf.page = 300;
    shelf.write(0, 250);
    Sink refusing =
        changes -> {
          Map<String, String> all = new HashMap<>();
          changes.forEach(change -> all.put(change.id(), "no room"));
          return all;
        };
    Sync sync = new Sync(RULES, clock);
    assertThat(sync.run(shelf, store, refusing).failed()).isEqualTo(250);
    shelf.onFetch = () -> clock.pass(Duration.ofMinutes(1));

    SyncResult second = sync.run(shelf, store, refusing);
    syncUntilDone();

    // One that the feed lists again, and a page of those that failed.
    assertThat(second.failed()).isEqualTo(101);
    assertThat(second.status()).isEqualTo(Status.PARTIAL);
    assertThat(second.resumeAt()).isPresent();
    assertThat(remembered()).isEqualTo(shelf.texts());
  }

  @Test
  void sweepingUpEndsWithTheTimeOfTheRunAndGoesOnWithTheNext() {
    shelf.page = 250;
    shelf.write(0, 900);
    syncUntilDone();
    for (int i = 0; i < 400; i++) {
      shelf.books.remove("b%04d".formatted(i));
    }
    clock.pass(Duration.ofHours(25));
    shelf.onSweep = () -> clock.pass(Duration.ofHours(1));

    List<Integer> deleted = new ArrayList<>();
    for (int i = 0; i < 20 && remembered().size() > 500; i++) {
      deleted.add(sync().deleted());
    }

    assertThat(deleted).endsWith(100, 300);
    assertThat(remembered()).isEqualTo(shelf.texts());
    assertThat(sync().status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void whatTheMemoryRefusesIsNamedAndGivenUpAfterThreeRuns() {
    shelf.write(0, 5);
    Sink refusing =
        changes -> {
          Map<String, String> refused = memories.accept(changes);
          Map<String, String> all = new HashMap<>(refused);
          changes.stream()
              .filter(change -> change.id().equals("b0003"))
              .forEach(change -> all.put(change.id(), "too long"));
          return all;
        };
    Sync sync = new Sync(RULES, clock);

    for (int i = 0; i < 3; i++) {
      assertThat(sync.run(shelf, store, refusing).problems())
          .containsExactly(new Problem("b0003", "too long"));
    }

    assertThat(sync.run(shelf, store, refusing).status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void aRateThatAllowsTwoRecordsARunStillGetsThrough() {
    shelf.page = 10;
    shelf.write(0, 10);
    Instant later = clock.instant().plusSeconds(90);
    AtomicInteger calls = new AtomicInteger();
    shelf.onFetch =
        () -> {
          if (calls.incrementAndGet() % 3 == 0) {
            throw ProviderFailure.after(
                Kind.RATE_LIMITED, "too many calls", Optional.of(Duration.ofSeconds(90)));
          }
        };

    int runs = 1;
    SyncResult result = sync();
    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    while (result.status() == Status.PARTIAL && runs < 20) {
      clock.pass(Duration.between(clock.instant(), later).abs());
      result = sync();
      runs++;
    }

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(runs).isEqualTo(5);
    assertThat(remembered()).isEqualTo(shelf.texts());
  }

  @Test
  void aLongRunStopsAtAPageAndTheNextGoesOn() {
    shelf.write(0, 40);
    shelf.onList = () -> clock.pass(Duration.ofMinutes(7));

    SyncResult first = sync();

    assertThat(first.status()).isEqualTo(Status.PARTIAL);
    assertThat(first.resumeAt()).contains(clock.instant());
    assertThat(first.synced()).isEqualTo(36);
    assertThat(sync().synced()).isEqualTo(4);
    assertThat(remembered()).isEqualTo(shelf.texts());
  }

  @Test
  void aRunMakesRoomSoonerWhenOthersWait() {
    shelf.write(0, 40);
    shelf.onList = () -> clock.pass(Duration.ofMinutes(7));

    SyncResult first = new Sync(RULES, clock, () -> true).run(shelf, store, memories);

    assertThat(first.status()).isEqualTo(Status.PARTIAL);
    assertThat(first.synced()).isEqualTo(4);
  }

  @Test
  void thePositionNeverMovesBeforeTheSinkHasTheRecords() {
    shelf.write(0, 20);
    Sink failing =
        changes -> {
          throw new Mortal.Death();
        };
    try {
      new Sync(RULES, clock).run(shelf, store, failing);
    } catch (Mortal.Death e) {
      assertThat(store.cursor()).isEmpty();
    }

    sync();

    assertThat(remembered()).isEqualTo(shelf.texts());
    assertThat(List.copyOf(store.cursor().keySet())).containsExactlyInAnyOrder("books", "sweep");
  }
}
