package io.hypnos.connectors.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.kit.MemoryStore;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Status;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files of a query. */
final class DriveQueryTest {
  private Bench bench;
  private FakeDrive drive;

  @BeforeEach
  void connect() {
    bench = new Bench(new Drive());
    bench.vendorClock(bench.clock);
    drive = new FakeDrive(bench.clock);
    bench
        .config("base_url", drive.server.url())
        .config("page_size", "5")
        .config("query", "name contains 'report' or name contains 'plan'");
  }

  @AfterEach
  void close() {
    bench.close();
    drive.close();
  }

  private Set<String> reports(int from, int to) {
    Set<String> ids = new TreeSet<>();
    for (int i = from; i < to; i++) {
      String id = "r%03d".formatted(i);
      drive.doc(id, "words of " + i, FakeDrive.ROOT).name = (i % 2 == 0 ? "plan " : "report ") + i;
      drive.doc("other" + i, "not wanted", FakeDrive.ROOT);
      bench.clock.pass(Duration.ofMinutes(1));
      ids.add(id);
    }
    return ids;
  }

  @Test
  void onlyWhatMatchesIsTakenAndAnIdleSyncAsksTwice() {
    Set<String> all = reports(0, 20);

    SyncResult result = bench.sync();
    drive.server.forgetCalls();
    SyncResult second = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(second.synced()).isZero();
    // Five minutes are read again, which is more than a page of five: one more list.
    assertThat(drive.log()).containsExactly("/changes", "/files", "/files");
  }

  @Test
  void editsAndOldFilesThatArriveAreSeen() {
    Set<String> all = reports(0, 20);
    bench.sync();
    bench.clock.pass(Duration.ofHours(2));
    drive.edit("r003", "other words");
    DriveFile uploaded = drive.doc("old", "made long ago", FakeDrive.ROOT);
    uploaded.name = "old report";
    uploaded.modified = bench.clock.instant().minus(Duration.ofDays(300));
    drive.trash("r004", true);

    SyncResult result = bench.sync();

    all.add("old");
    all.remove("r004");
    assertThat(result.synced()).isEqualTo(2);
    assertThat(result.deleted()).isEqualTo(1);
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(bench.memories.text("r003")).isEqualTo("report 3\n\nother words");
  }

  @Test
  void aFileThatDoesNotMatchAnyMoreGoesWithTheSweepOfTheDay() {
    Set<String> all = reports(0, 10);
    bench.sync();
    drive.files.get("r003").name = "something else";
    drive.touch("r003");
    bench.sync();
    assertThat(bench.memories.ids()).isEqualTo(all);
    bench.clock.pass(Duration.ofHours(25));

    bench.sync();

    all.remove("r003");
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aCrashAtAnyPageLosesNothing() {
    Set<String> all = reports(0, 30);

    bench.syncThroughCrashes();
    all.addAll(reports(30, 40));
    bench.syncThroughCrashes();

    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aPageTokenThatIsTooOldBeginsTheWalkAgain() {
    Set<String> all = reports(0, 30);
    bench.store.dieAtCommit(4);
    assertThatThrownBy(bench::sync).isInstanceOf(MemoryStore.Crash.class);
    bench.store.dieAtCommit(Integer.MAX_VALUE);
    bench.clock.pass(Duration.ofHours(4));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aQueryWithinAFolderTakesWhatIsBelowIt() {
    drive.folder("f", FakeDrive.ROOT);
    drive.folder("sub", "f");
    drive.doc("in", "words", "sub").name = "report";
    drive.doc("out", "words", FakeDrive.ROOT).name = "report";
    drive.doc("other", "words", "f").name = "else";
    bench.config("folder_id", "f");

    bench.sync();
    assertThat(bench.memories.ids()).containsExactly("in");
    drive.move("in", FakeDrive.ROOT);
    bench.sync();

    assertThat(bench.memories.ids()).isEmpty();
  }

  @Test
  void aQueryThatDriveDoesNotTakeFailsTheCheck() {
    bench.config("query", "name like 'x'");

    try (Source source = bench.source()) {
      assertThatThrownBy(source::check)
          .isInstanceOf(ProviderFailure.class)
          .hasMessage("the provider answered 400 invalid");
    }
  }
}
