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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A folder and what is below it. */
final class DriveFolderTest {
  private Bench bench;
  private FakeDrive drive;

  @BeforeEach
  void connect() {
    bench = new Bench(new Drive());
    bench.vendorClock(bench.clock);
    drive = new FakeDrive(bench.clock);
    drive.folder("f", FakeDrive.ROOT);
    bench.config("base_url", drive.server.url()).config("page_size", "3").config("folder_id", "f");
  }

  @AfterEach
  void close() {
    bench.close();
    drive.close();
  }

  /** Folders in folders, with a file in each, and files elsewhere. */
  private Set<String> nest(int folders) {
    Set<String> ids = new TreeSet<>();
    String above = "f";
    for (int i = 0; i < folders; i++) {
      String id = "f" + i;
      drive.folder(id, above);
      drive.doc("in" + i, "words " + i, id);
      drive.doc("out" + i, "words " + i, FakeDrive.ROOT);
      ids.add("in" + i);
      above = i % 3 == 2 ? "f" : id;
    }
    return ids;
  }

  @Test
  void whatIsBelowIsTakenAndNothingElse() {
    Set<String> all = nest(40);

    SyncResult result = bench.sync();
    drive.server.forgetCalls();
    SyncResult second = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(second.synced()).isZero();
    assertThat(drive.log()).containsExactly("/files/f", "/changes");
  }

  @Test
  void foldersInARingEnd() {
    nest(3);
    drive.files.get("f0").parents.add("f2");

    bench.sync();
    bench.clock.pass(Duration.ofSeconds(1));
    drive.edit("in2", "changed");
    SyncResult result = bench.sync();

    assertThat(result.synced()).isEqualTo(1);
    assertThat(bench.memories.ids()).containsExactlyInAnyOrder("in0", "in1", "in2");
  }

  @Test
  void aRingElsewhereIsNotInside() {
    drive.folder("a", FakeDrive.ROOT);
    drive.folder("b", "a");
    drive.files.get("a").parents.clear();
    drive.files.get("a").parents.add("b");
    bench.sync();
    drive.doc("lost", "words", "b");

    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);

    assertThat(bench.memories.ids()).isEmpty();
  }

  @Test
  void filesThatMoveInAndOutAreSeenThoughTheirTimeStays() {
    Set<String> all = nest(6);
    bench.sync();
    bench.clock.pass(Duration.ofHours(1));
    drive.move("in1", FakeDrive.ROOT);
    drive.move("out2", "f3");

    SyncResult result = bench.sync();

    all.remove("in1");
    all.add("out2");
    assertThat(result.deleted()).isEqualTo(1);
    assertThat(result.synced()).isEqualTo(1);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aFolderThatMovesTakesWhatIsBelowItAlong() {
    Set<String> all = nest(6);
    drive.folder("elsewhere", FakeDrive.ROOT);
    drive.folder("deeper", "elsewhere");
    drive.doc("e1", "words", "elsewhere");
    drive.doc("e2", "words", "deeper");
    bench.sync();
    assertThat(bench.memories.ids()).isEqualTo(all);

    drive.move("f1", FakeDrive.ROOT);
    drive.move("elsewhere", "f5");
    bench.sync();

    all.removeAll(Set.of("in1", "in2"));
    all.addAll(Set.of("e1", "e2"));
    assertThat(bench.memories.ids()).isEqualTo(all);

    drive.move("f1", "f");
    drive.move("elsewhere", FakeDrive.ROOT);
    bench.syncThroughCrashes();

    all.addAll(Set.of("in1", "in2"));
    all.removeAll(Set.of("e1", "e2"));
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aFolderThatIsTrashedTakesItsFilesAlongAndBringsThemBack() {
    Set<String> all = nest(6);
    bench.sync();
    drive.trash("f0", true);

    bench.sync();

    assertThat(bench.memories.ids()).containsExactlyInAnyOrder("in3", "in4", "in5");
    drive.trash("f0", false);
    bench.sync();
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void anEditOfAFolderCostsNoListing() {
    nest(6);
    bench.sync();
    drive.files.get("f0").name = "renamed";
    drive.touch("f0");
    drive.touch("f");
    drive.server.forgetCalls();

    bench.sync();

    assertThat(drive.log()).containsExactly("/files/f", "/changes");
  }

  @Test
  void aCrashAtAnyPageLosesNothing() {
    Set<String> all = nest(50);

    bench.syncThroughCrashes();

    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aPageTokenThatIsTooOldGoesOnWithItsFolders() {
    Set<String> all = nest(50);
    bench.store.dieAtCommit(9);
    assertThatThrownBy(bench::sync).isInstanceOf(MemoryStore.Crash.class);
    bench.store.dieAtCommit(Integer.MAX_VALUE);
    bench.clock.pass(Duration.ofHours(4));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aFolderBelowThatVanishesDuringTheWalkIsLeftOut() {
    Set<String> all = nest(9);
    drive.onListPage.add(() -> {});
    drive.onListPage.add(() -> drive.remove("f3"));

    SyncResult result = bench.sync();
    bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    all.removeAll(Set.of("in3", "in4", "in5"));
    assertThat(bench.memories.ids()).containsAll(Set.of("in0", "in1", "in2", "in6", "in7", "in8"));
    assertThat(all).isSubsetOf(bench.memories.ids());
  }

  @Test
  void aFolderThatIsGoneFailsTheRunAndDeletesNothing() {
    Set<String> all = nest(6);
    bench.sync();
    drive.share("f", false);
    bench.clock.pass(Duration.ofHours(25));

    SyncResult gone = bench.sync();
    drive.share("f", true);
    drive.trash("f", true);
    SyncResult trashed = bench.sync();

    assertThat(gone.status()).isEqualTo(Status.ERROR);
    assertThat(gone.error()).contains("the folder is gone or not shared any more");
    assertThat(trashed.status()).isEqualTo(Status.ERROR);
    assertThat(trashed.error()).contains("the folder is in the trash");
    assertThat(bench.memories.ids()).isEqualTo(all);
    drive.trash("f", false);
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void theSweepOfTheDayWalksTheFolders() {
    Set<String> all = nest(30);
    bench.sync();
    drive.files.remove("in7");
    DriveFile quiet = new DriveFile("quiet", "text/plain", "words", bench.clock.instant());
    quiet.parents.add("f4");
    drive.files.put("quiet", quiet);
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.sync();

    all.remove("in7");
    all.add("quiet");
    assertThat(result.deleted()).isEqualTo(1);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aFolderThatGoesDuringTheSweepFailsTheRunAndDeletesNothing() {
    Set<String> all = nest(9);
    bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    drive.onListPage.add(() -> drive.trash("f", true));

    SyncResult result = bench.sync();

    assertThat(result.error()).contains("the folder is in the trash");
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aFolderThatMovesBetweenTwoPagesOfTheFeedIsJudgedAnew() {
    Set<String> all = nest(9);
    bench.sync();
    bench.clock.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 6; i++) {
      drive.edit("in" + i, "changed " + i);
    }
    drive.onRead.add(() -> drive.move("f0", FakeDrive.ROOT));

    bench.sync();

    all.removeAll(Set.of("in0", "in1", "in2"));
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aShortcutBringsAFileFromElsewhere() {
    drive.doc("target", "first words", FakeDrive.ROOT);
    drive.folder("away", FakeDrive.ROOT);
    drive.doc("unwanted", "words", "away");
    drive.shortcut("cut", "target", "f");
    drive.shortcut("folderCut", "away", "f");
    bench.sync();
    assertThat(bench.memories.ids()).containsExactly("target");

    bench.clock.pass(Duration.ofSeconds(1));
    drive.edit("target", "second words");
    bench.sync();
    assertThat(bench.memories.text("target")).isEqualTo("file target\n\nsecond words");

    drive.trash("cut", true);
    bench.sync();
    assertThat(bench.memories.ids()).isEmpty();
  }

  @Test
  void theAliasOfTheWholeDriveIsAFolder() {
    drive.doc("top", "words", FakeDrive.ROOT);
    bench.config("folder_id", "root");

    bench.sync();
    drive.doc("later", "words", "f");
    bench.sync();

    assertThat(bench.memories.ids()).containsExactlyInAnyOrder("top", "later");
  }

  @Test
  void withoutAFeedTheFolderIsStillKeptTo() {
    drive.feedless = true;
    Set<String> all = nest(12);
    bench.sync();
    bench.clock.pass(Duration.ofHours(1));
    drive.doc("new", "words", "f2");
    drive.doc("elsewhere", "words", FakeDrive.ROOT);

    bench.sync();

    all.add("new");
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aFolderThatIsNoneFailsTheCheck() {
    drive.doc("file", "words", FakeDrive.ROOT);
    for (String id : List.of("file", "unknown")) {
      bench.config("folder_id", id);
      try (Source source = bench.source()) {
        assertThatThrownBy(source::check).isInstanceOf(ProviderFailure.class);
      }
    }
  }
}
