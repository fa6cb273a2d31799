package io.hypnos.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.deletion.FileRemoval;
import io.hypnos.engine.intake.DropAttributes;
import io.hypnos.engine.intake.DroppedFile;
import io.hypnos.engine.intake.UploadedFile;
import io.hypnos.engine.memory.MemoryRemover.Trace;
import io.hypnos.engine.memory.Removal;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A folder of all sorts of files through the real reader, into the record and out of it again. */
final class DocumentsIT {
  @RegisterExtension
  static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.S3);

  private static final String MAIL =
      """
      From: Anna <anna@example.org>
      To: bob@example.org
      Subject: Ferry
      Message-ID: <ferry@example.org>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/plain

      The ferry leaves at nine.

      > When does it leave?
      --b
      Content-Type: text/csv; name=fares.csv
      Content-Disposition: attachment; filename=fares.csv

      Who,Fare
      Child,4
      --b--
      """;

  private static Engine engine;

  @BeforeAll
  static void open() {
    engine = Engine.open(STACK.settings(), Clock.systemUTC());
    engine.firstTenant().ensure();
    engine.index().ensure();
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void aFolderIsReadFileByFileAndABadOneHarmsNoOther() throws IOException {
    Caller caller = Engines.newTenant(engine);
    byte[] zeros = new byte[40 * 1024 * 1024];

    Map<String, String> results =
        drop(
            caller,
            file("notes.md", "# Harbour\n\nGulls sleep on the roof.\n\n## Boats\n\nTwo are red."),
            file("ferry.eml", MAIL),
            new UploadedFile(
                "all.zip",
                "application/zip",
                1,
                zip(
                    "tea.txt", "Anna likes tea.".getBytes(UTF_8),
                    "broken.pdf", "%PDF-1.7 garbage".getBytes(UTF_8))),
            file("locked.pdf", "%PDF-1.7 garbage"),
            new UploadedFile("bomb.zip", "application/zip", 1, zip("zeros.txt", zeros)),
            file("evil.xml", "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><d>&x;</d>"),
            file("last.html", "<h1>Last</h1><p>Still read.</p>"));

    assertThat(results)
        .contains(
            entry("notes.md", "3 stored"),
            entry("ferry.eml", "5 stored"),
            entry("all.zip", "3 stored"),
            entry("last.html", "2 stored"));
    assertThat(results.get("locked.pdf")).endsWith("[damaged]");
    assertThat(results.get("bomb.zip")).endsWith("[archive_bomb]");
    assertThat(results.get("evil.xml")).endsWith("[entities]");
    assertThat(contents(caller))
        .contains(
            "Boats\nTwo are red.",
            "Ferry\nThe ferry leaves at nine.",
            "When does it leave?",
            "Who | Fare\nChild | 4",
            "Anna likes tea.",
            "Last\nStill read.");
  }

  @Test
  void whoeverDeletesADocumentDeletesItsPiecesWhatIsInItAndItsFile() throws IOException {
    Caller caller = Engines.newTenant(engine);
    byte[] archive =
        zip("tea.txt", "Anna likes tea.".getBytes(UTF_8), "ferry.eml", MAIL.getBytes(UTF_8));
    UploadedFile upload = new UploadedFile("all.zip", "application/zip", 1, archive);
    DroppedFile dropped =
        engine.directDrop().store(caller, "docs", List.of(upload), DropAttributes.NONE).get(0);
    drop(caller, file("other.txt", "Something else."));
    UUID whole = dropped.memories().get(0);
    assertThat(attachments(caller)).hasSize(2);

    Removal removal =
        engine
            .memories()
            .remover()
            .delete(caller, Viewer.ofTenant(caller.tenantId()), List.of(whole), Trace.NONE);

    assertThat(removal.removed()).isEqualTo(dropped.memories().size());
    assertThat(removal.derived())
        .containsExactlyInAnyOrderElementsOf(
            dropped.memories().subList(1, dropped.memories().size()));
    assertThat(removal.files()).isEqualTo(1);
    assertThat(attachments(caller)).containsExactly("other.txt");
    FileRemoval fileRemoval = new FileRemoval(engine.database(), engine.blobs());
    while (fileRemoval.runOnce()) {
      // Until nothing is left to be removed at once.
    }
    assertThat(engine.blobs().list(caller.tenantId(), "", Optional.empty(), 10).objects())
        .hasSize(1);
  }

  @Test
  void theSameFileAgainChangesNothing() {
    Caller caller = Engines.newTenant(engine);
    UploadedFile notes = file("notes.md", "# Harbour\n\nGulls sleep on the roof.");
    drop(caller, notes);
    List<Long> versions = versions(caller);

    drop(caller, notes);

    assertThat(versions(caller)).isEqualTo(versions);
    assertThat(attachments(caller)).containsExactly("notes.md");
  }

  @Test
  void anotherVersionOfAFileTakesThePlaceOfTheOneBeforeWithItsBytes() {
    Caller caller = Engines.newTenant(engine);
    drop(
        caller,
        file("a.md", "# Sea\n\nGulls sleep.\n\n# Boats\n\nTwo are red.\n\n# Pier\n\nLong."));
    drop(caller, file("b.md", "# Sea\n\nGulls wake."));

    UploadedFile next = file("a.md", "# Sea\n\nGulls sleep.\n\n# Boats\n\nTwo are tan.");
    drop(caller, next);

    assertThat(contents(caller))
        .hasSize(5)
        .contains("Sea\nGulls sleep.", "Boats\nTwo are tan.", "Sea\nGulls wake.")
        .noneMatch(text -> text.contains("Two are red") || text.contains("Long."));
    assertThat(attachments(caller)).containsExactly("a.md", "b.md");
    assertThat(bytesOf(caller, "a.md")).isEqualTo(next.bytes());
  }

  @Test
  void aFileOfWhichOnlyTheMiddleIsOtherGivesTheNewBytesToo() {
    Caller caller = Engines.newTenant(engine);
    String beginning = "First line.\n\n" + "It goes on and on. ".repeat(60);
    drop(caller, file("a.txt", beginning + "\n\n# Boats\n\nTwo are red."));

    UploadedFile next = file("a.txt", beginning + "\n\n# Boats\n\nTwo are tan.");
    drop(caller, next);

    assertThat(bytesOf(caller, "a.txt")).isEqualTo(next.bytes());
  }

  @Test
  void theSameNameUnderAnotherTagOrInAnotherSpaceIsAnotherFile() {
    Caller caller = Engines.newTenant(engine);
    DropAttributes tagged =
        new DropAttributes(Optional.of("mine"), Optional.empty(), Optional.empty());
    drop(caller, file("a.md", "One."));

    engine.directDrop().store(caller, "docs", List.of(file("a.md", "Two.")), tagged);
    engine
        .directDrop()
        .store(caller, "other", List.of(file("a.md", "Three.")), DropAttributes.NONE);

    assertThat(contents(caller)).contains("One.", "Two.", "Three.");
  }

  private static byte[] bytesOf(Caller caller, String filename) {
    List<String> keys =
        texts(caller, "SELECT blob_key FROM attachment WHERE filename = '" + filename + "'");
    assertThat(keys).hasSize(1);
    return engine.blobs().get(BlobKey.parse(caller.tenantId(), keys.get(0)));
  }

  private static Map<String, String> drop(Caller caller, UploadedFile... files) {
    Map<String, String> results = new TreeMap<>();
    engine
        .directDrop()
        .store(caller, "docs", List.of(files), DropAttributes.NONE)
        .forEach(
            file ->
                results.put(
                    file.filename(), file.error().orElse(file.memories().size() + " stored")));
    return results;
  }

  private static List<String> contents(Caller caller) {
    return texts(caller, "SELECT content FROM memory");
  }

  private static List<String> attachments(Caller caller) {
    return texts(caller, "SELECT filename FROM attachment ORDER BY filename");
  }

  private static List<String> texts(Caller caller, String query) {
    return engine
        .database()
        .inTenant(
            caller.tenantId(), handle -> handle.createQuery(query).mapTo(String.class).list());
  }

  private static List<Long> versions(Caller caller) {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                new ArrayList<>(
                    handle
                        .createQuery("SELECT row_version FROM memory ORDER BY memory_id")
                        .mapTo(Long.class)
                        .list()));
  }

  private static UploadedFile file(String name, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new UploadedFile(name, "application/octet-stream", bytes.length, bytes);
  }

  private static byte[] zip(Object... namesAndBytes) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(output)) {
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndBytes[i]));
        zip.write((byte[]) namesAndBytes[i + 1]);
        zip.closeEntry();
      }
    }
    return output.toByteArray();
  }
}
