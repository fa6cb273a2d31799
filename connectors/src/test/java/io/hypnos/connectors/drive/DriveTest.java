package io.hypnos.connectors.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.kit.Bench;
import io.hypnos.connectors.kit.MemoryStore;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.SyncResult;
import io.hypnos.connectors.sync.SyncResult.Problem;
import io.hypnos.connectors.sync.SyncResult.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that an account sees. */
final class DriveTest {
  private Bench bench;
  private FakeDrive drive;

  @BeforeEach
  void connect() {
    bench = new Bench(new Drive());
    bench.vendorClock(bench.clock);
    drive = new FakeDrive(bench.clock);
    bench.config("base_url", drive.server.url()).config("page_size", "7");
  }

  @AfterEach
  void close() {
    bench.close();
    drive.close();
  }

  private Set<String> docs(int from, int to) {
    Set<String> ids = new TreeSet<>();
    for (int i = from; i < to; i++) {
      String id = "d%03d".formatted(i);
      drive.doc(id, "words of " + i, FakeDrive.ROOT);
      bench.clock.pass(Duration.ofSeconds(1));
      ids.add(id);
    }
    return ids;
  }

  @Test
  void aFirstSyncTakesEverythingAndASecondOneNothing() {
    Set<String> all = docs(0, 50);

    SyncResult first = bench.sync();
    SyncResult second = bench.sync();

    assertThat(first.status()).isEqualTo(Status.SUCCESS);
    assertThat(first.synced()).isEqualTo(50);
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(second.status()).isEqualTo(Status.SUCCESS);
    assertThat(second.synced()).isZero();
    assertThat(bench.memories.accepted()).isEqualTo(50);
  }

  @Test
  void anIdleSyncAsksOnce() {
    docs(0, 10);
    bench.sync();
    drive.server.forgetCalls();

    bench.sync();

    assertThat(drive.log()).containsExactly("/changes");
  }

  @Test
  void aFileIsReadByOneCallMoreThanTheList() {
    docs(0, 2);

    bench.sync();

    assertThat(drive.log())
        .containsExactly(
            "/changes/startPageToken", "/files", "/files/d001/export", "/files/d000/export");
  }

  @Test
  void aNativeDocumentCarriesItsTraits() {
    Instant made = bench.clock.instant();
    drive.doc("a", "Grüße\r\nan alle", FakeDrive.ROOT).name = "Plan";

    bench.sync();

    assertThat(bench.memories.text("a")).isEqualTo("Plan\n\nGrüße\nan alle");
    assertThat(bench.memories.document("a").title()).isEqualTo("Plan");
    assertThat(bench.memories.document("a").author()).contains("Ann");
    assertThat(bench.memories.document("a").url()).contains("https://drive.example/a");
    assertThat(bench.memories.document("a").updatedAt()).contains(made);
    assertThat(bench.memories.document("a").metadata())
        .containsEntry("mime_type", "application/vnd.google-apps.document");
  }

  @Test
  void spreadsheetsAndSlidesAreExportedAndOtherNativeKindsLeftOut() {
    drive.add("sheet", DriveApi.NATIVE + "spreadsheet", "a,b\n1,2\n", FakeDrive.ROOT);
    drive.add("slides", DriveApi.NATIVE + "presentation", "first slide", FakeDrive.ROOT);
    drive.add("form", DriveApi.NATIVE + "form", "", FakeDrive.ROOT);
    drive.folder("folder", FakeDrive.ROOT);
    drive.add("film", "video/mp4", "frames", FakeDrive.ROOT);

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).containsExactlyInAnyOrder("sheet", "slides");
    assertThat(bench.memories.text("sheet")).isEqualTo("file sheet\n\na,b\n1,2");
    assertThat(drive.log()).doesNotContain("/files/film", "/files/form");
  }

  @Test
  void otherFilesAreReadByTheReaderOfFiles() {
    List<String> read = new ArrayList<>();
    bench.files(
        (name, type, bytes) -> {
          read.add(name + " " + type + " " + new String(bytes, StandardCharsets.UTF_8));
          return name.equals("empty.pdf") ? Optional.empty() : Optional.of("text of " + name);
        });
    drive.add("p", "application/pdf", "%PDF ä", FakeDrive.ROOT).name = "report.pdf";
    drive.add("e", "application/pdf", "%PDF", FakeDrive.ROOT).name = "empty.pdf";

    bench.sync();
    bench.sync();

    assertThat(read)
        .containsExactlyInAnyOrder(
            "report.pdf application/pdf %PDF ä", "empty.pdf application/pdf %PDF");
    assertThat(bench.memories.ids()).containsExactly("p");
    assertThat(bench.memories.text("p")).isEqualTo("report.pdf\n\ntext of report.pdf");
  }

  @Test
  void editsRenamesAndNewFilesAreSeen() {
    docs(0, 20);
    bench.sync();
    bench.clock.pass(Duration.ofMinutes(90));
    drive.edit("d003", "other words");
    drive.files.get("d004").name = "new name";
    drive.touch("d004");
    drive.doc("new", "fresh", FakeDrive.ROOT);

    SyncResult result = bench.sync();

    assertThat(result.synced()).isEqualTo(3);
    assertThat(bench.memories.text("d003")).isEqualTo("file d003\n\nother words");
    assertThat(bench.memories.text("d004")).isEqualTo("new name\n\nwords of 4");
    assertThat(bench.memories.text("new")).isEqualTo("file new\n\nfresh");
  }

  @Test
  void whatIsTrashedDeletedOrNotSharedAnyMoreGoesAndComesBack() {
    Set<String> all = docs(0, 10);
    bench.sync();
    drive.trash("d001", true);
    drive.remove("d002");
    drive.share("d003", false);

    SyncResult gone = bench.sync();

    all.removeAll(Set.of("d001", "d002", "d003"));
    assertThat(gone.deleted()).isEqualTo(3);
    assertThat(bench.memories.ids()).isEqualTo(all);

    drive.trash("d001", false);
    drive.share("d003", true);
    bench.sync();

    all.addAll(Set.of("d001", "d003"));
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void anOldFileThatIsSharedLaterIsSeen() {
    docs(0, 3);
    drive.share("d000", false);
    bench.sync();
    assertThat(bench.memories.ids()).containsExactlyInAnyOrder("d001", "d002");

    drive.share("d000", true);
    bench.sync();

    assertThat(bench.memories.ids()).containsExactlyInAnyOrder("d000", "d001", "d002");
  }

  @Test
  void filesWithOneTimeAreAllSeen() {
    Set<String> all = new TreeSet<>();
    IntStream.range(0, 60)
        .forEach(
            i -> {
              drive.doc("same" + i, "words " + i, FakeDrive.ROOT);
              all.add("same" + i);
            });

    bench.sync();

    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aCrashAtAnyPageLosesAndDoublesNothing() {
    Set<String> all = docs(0, 60);

    SyncResult result = bench.syncThroughCrashes();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aCrashAtAnyPageOfChangesLosesNothing() {
    Set<String> all = docs(0, 30);
    bench.sync();
    all.addAll(docs(30, 60));
    IntStream.range(0, 12).forEach(i -> drive.trash("d%03d".formatted(i), true));
    IntStream.range(0, 12).forEach(i -> all.remove("d%03d".formatted(i)));

    bench.syncThroughCrashes();

    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void whatChangesDuringTheWalkIsNotLost() {
    Set<String> all = docs(0, 40);
    // The last of the list moves to its front while the first pages are read.
    drive.onListPage.add(() -> drive.edit("d000", "edited while listed"));
    drive.onListPage.add(
        () -> {
          drive.doc("late", "came while listed", FakeDrive.ROOT);
          drive.trash("d039", true);
        });

    SyncResult result = bench.sync();
    bench.sync();

    all.add("late");
    all.remove("d039");
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(bench.memories.text("d000")).isEqualTo("file d000\n\nedited while listed");
  }

  @Test
  void aFileThatIsEditedWhileItIsReadIsReadAgain() {
    docs(0, 5);
    drive.onRead.add(() -> drive.edit("d004", "second version"));

    bench.sync();
    bench.sync();

    assertThat(bench.memories.text("d004")).isEqualTo("file d004\n\nsecond version");
  }

  @Test
  void aPageTokenThatIsTooOldBeginsTheWalkAgain() {
    Set<String> all = docs(0, 40);
    bench.store.dieAtCommit(3);
    assertThatThrownBy(bench::sync).isInstanceOf(MemoryStore.Crash.class);
    bench.store.dieAtCommit(Integer.MAX_VALUE);
    bench.clock.pass(Duration.ofHours(4));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(bench.memories.accepted()).isBetween(40, 47);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 410})
  void aForgottenPlaceInTheFeedMeansAWalk(int refusal) {
    Set<String> all = docs(0, 20);
    bench.sync();
    drive.refusal = refusal;
    drive.edit("d001", "changed meanwhile");
    drive.doc("new", "new", FakeDrive.ROOT);
    drive.forgottenBelow = Long.parseLong(bench.store.cursor().get("files").get("changes")) + 1;

    SyncResult result = bench.sync();

    all.add("new");
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.synced()).isEqualTo(2);
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(bench.memories.text("d001")).isEqualTo("file d001\n\nchanged meanwhile");
  }

  @Test
  void anApiThatIsSwitchedOffDoesNotForgetThePlace() {
    docs(0, 5);
    bench.sync();
    String place = bench.store.cursor().get("files").get("changes");
    drive.server.fail(FakeDrive.error(403, "accessNotConfigured", "", "Not enabled"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error()).contains("the provider answered 403 accessNotConfigured");
    assertThat(bench.store.cursor().get("files")).containsEntry("changes", place);
  }

  @Test
  void theSweepOfTheDayFindsWhatTheFeedKeptSilentAbout() {
    Set<String> all = docs(0, 30);
    bench.sync();
    drive.files.remove("d007");
    drive.files.put(
        "quiet", new DriveFile("quiet", "text/plain", "never told", bench.clock.instant()));
    bench.clock.pass(Duration.ofHours(25));

    SyncResult result = bench.sync();

    all.remove("d007");
    all.add("quiet");
    assertThat(result.deleted()).isEqualTo(1);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aSweepThatIsNotCompleteDeletesNothing() {
    Set<String> all = docs(0, 30);
    bench.sync();
    drive.files.remove("d007");
    drive.incomplete = true;
    bench.clock.pass(Duration.ofHours(25));

    assertThat(bench.sync().deleted()).isZero();

    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aFileThatMayNotBeReadIsNamedAndDoesNotStopTheOthers() {
    docs(0, 3);
    drive.files.get("d000").forbidden = Optional.of("insufficientFilePermissions");
    drive.files.get("d001").size = Optional.of(11L * 1024 * 1024);
    drive.files.get("d002").downloadable = false;
    drive.add("virus", "application/zip", "x", FakeDrive.ROOT).forbidden =
        Optional.of("cannotDownloadAbusiveFile");
    drive.add("large", "application/pdf", "x", FakeDrive.ROOT).size = Optional.of(20_000_001L);
    drive.add("fine", "text/plain", "words", FakeDrive.ROOT);

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.problems())
        .containsExactlyInAnyOrder(
            new Problem("d000", "the provider answered 403 insufficientFilePermissions"),
            new Problem("d001", "the provider answered 403 exportSizeLimitExceeded"),
            new Problem("d002", "the file may not be downloaded"),
            new Problem("virus", "the provider answered 403 cannotDownloadAbusiveFile"),
            new Problem("large", "the file is too large"));
    assertThat(bench.memories.ids()).containsExactly("fine");

    drive.files.get("d000").forbidden = Optional.empty();
    bench.sync();
    bench.sync();
    drive.server.forgetCalls();
    SyncResult later = bench.sync();

    assertThat(bench.memories.ids()).containsExactlyInAnyOrder("fine", "d000");
    assertThat(later.status()).isEqualTo(Status.SUCCESS);
    assertThat(drive.log()).containsExactly("/changes");
  }

  @Test
  void aFileThatVanishesBetweenListAndReadIsLeftOut() {
    docs(0, 3);
    drive.onListPage.add(() -> drive.remove("d001"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).containsExactlyInAnyOrder("d000", "d002");
  }

  @Test
  void credentialsThatRanOutEndTheRunAtOnceWithoutNamingThem() {
    docs(0, 3);
    drive.credentialsEnd = bench.clock.instant();

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.error()).contains("the provider answered 401 authError");
    assertThat(drive.log()).hasSize(1);
    assertThat(bench.slept).isEmpty();
  }

  @Test
  void credentialsThatRunOutInTheMiddleKeepWhatIsRead() {
    Set<String> all = docs(0, 30);
    drive.onListPage.add(() -> {});
    drive.onListPage.add(() -> drive.credentialsEnd = bench.clock.instant());

    SyncResult result = bench.sync();
    drive.credentialsEnd = Instant.MAX;
    SyncResult second = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.synced()).isEqualTo(7);
    assertThat(second.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(bench.memories.accepted()).isEqualTo(30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rateLimitExceeded", "userRateLimitExceeded"})
  void aRateLimitThatLooksForbiddenIsWaitedFor(String reason) {
    Set<String> all = docs(0, 3);
    drive.server.pass();
    drive.server.pass();
    drive.server.fail(FakeDrive.error(403, reason, "", "Slow down").with("Retry-After", "20"));
    drive.server.fail(FakeDrive.error(429, reason, "", "Slow down"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.slept.get(0)).isEqualTo(Duration.ofSeconds(20));
    assertThat(bench.slept).hasSize(2);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void aLongRateLimitEndsTheRunWhichGoesOnThen() {
    Set<String> all = docs(0, 20);
    IntStream.range(0, 12).forEach(i -> drive.server.pass());
    drive.server.fail(
        FakeDrive.error(429, "rateLimitExceeded", "", "Slow down").with("Retry-After", "900"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.PARTIAL);
    assertThat(result.resumeAt()).contains(bench.clock.instant().plusSeconds(900));
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).isEqualTo(all);
  }

  @Test
  void theLimitOfTheDayEndsTheRun() {
    docs(0, 3);
    IntStream.range(0, 3).forEach(i -> drive.server.pass());
    drive.server.fail(FakeDrive.error(403, "dailyLimitExceeded", "", "Enough"));

    SyncResult result = bench.sync();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.problems()).isEmpty();
    assertThat(bench.sync().status()).isEqualTo(Status.SUCCESS);
    assertThat(bench.memories.ids()).containsExactlyInAnyOrder("d000", "d001", "d002");
  }

  @Test
  void withoutAFeedTimesTellOfEditsAndTheSweepOfTheRest() {
    drive.feedless = true;
    Set<String> all = docs(0, 30);
    bench.syncThroughCrashes();
    assertThat(bench.memories.ids()).isEqualTo(all);
    bench.clock.pass(Duration.ofHours(1));
    drive.edit("d003", "other words");
    drive.trash("d004", true);
    all.addAll(docs(30, 45));

    SyncResult edited = bench.sync();
    bench.clock.pass(Duration.ofHours(25));
    SyncResult swept = bench.sync();

    all.remove("d004");
    assertThat(edited.synced()).isEqualTo(16);
    assertThat(swept.deleted()).isEqualTo(1);
    assertThat(bench.memories.ids()).isEqualTo(all);
    assertThat(bench.memories.text("d003")).isEqualTo("file d003\n\nother words");
  }

  @Test
  void aShortcutStandsForItsFile() {
    drive.doc("target", "the words", FakeDrive.ROOT);
    drive.shortcut("cut", "target", FakeDrive.ROOT);

    SyncResult result = bench.sync();

    assertThat(result.synced()).isEqualTo(1);
    assertThat(bench.memories.ids()).containsExactly("target");
  }

  @Test
  void aWrongTokenFailsTheCheck() {
    bench.credential("token", "wrong");

    try (Source source = bench.source()) {
      assertThatThrownBy(source::check)
          .isInstanceOf(ProviderFailure.class)
          .hasMessage("the provider answered 401 authError");
    }
  }
}
