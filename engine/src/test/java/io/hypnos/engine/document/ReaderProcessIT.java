package io.hypnos.engine.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.settings.DataSize;
import io.hypnos.settings.ExtractionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReaderProcessIT {
  private static final ReaderProcess READER =
      new ReaderProcess(settings(60, 128, Optional.empty()));

  @TempDir Path directory;

  @AfterAll
  static void close() {
    READER.close();
  }

  @Test
  void textOfAnyCharacterSetIsRead() {
    String text = "Müller wohnt in Köln und trägt gern grüne Schuhe, sagt René.";

    for (byte[] bytes : List.of(text.getBytes(UTF_8), text.getBytes(ISO_8859_1))) {
      ExtractedDocument document = READER.read("a.txt", "text/plain", bytes);
      assertThat(document.status()).isEqualTo(Status.OK);
      assertThat(document.blocks()).containsExactly(new Block(Kind.PARAGRAPH, 0, text));
    }
  }

  @Test
  void pdfIsReadWithItsPages() {
    ExtractedDocument document =
        READER.read(
            "a.pdf",
            "application/pdf",
            HandWrittenPdf.of("Anna moved to Lisbon.", "She likes tea."));

    assertThat(document.status()).as("%s", document.reason()).isEqualTo(Status.OK);
    assertThat(document.blocks())
        .containsExactly(
            new Block(Kind.PARAGRAPH, 1, "Anna moved to Lisbon."),
            new Block(Kind.PARAGRAPH, 2, "She likes tea."));
  }

  @Test
  void documentsThatCannotBeReadSayWhy() {
    assertThat(status("a.pdf", "%PDF-1.7 garbage".getBytes(US_ASCII))).isEqualTo(Status.CORRUPT);
    assertThat(status("a.pdf", new byte[0])).isEqualTo(Status.EMPTY);
    assertThat(status("a.bin", new byte[] {0, 1, 2, 3})).isEqualTo(Status.UNSUPPORTED);
    assertThat(status("a.pdf", HandWrittenPdf.encrypted())).isEqualTo(Status.ENCRYPTED);
  }

  @Test
  void externalEntitiesAreNotRead() throws IOException {
    Path secret = directory.resolve("secret.txt");
    Files.writeString(secret, "TOPSECRET");
    String xml =
        "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x SYSTEM \"%s\">]><r>before &x; after</r>"
            .formatted(secret.toUri());

    for (String name : new String[] {"a.xml", "a.html", "a.xhtml"}) {
      assertThat(READER.read(name, "", xml.getBytes(UTF_8)).toString()).doesNotContain("TOPSECRET");
    }
  }

  @Test
  void documentThatTakesTooLongIsGivenUpAndTheNextOneIsRead() {
    try (ReaderProcess reader = new ReaderProcess(settings(5, 128, Optional.empty()))) {
      ExtractedDocument endless = reader.read("a.pdf", "", HandWrittenPdf.endless());

      assertThat(endless.status()).as("%s", endless.reason()).isEqualTo(Status.EXHAUSTED);
      assertThat(endless.reason()).contains("Reading took longer than 5 seconds.");
      assertThat(reader.read("a.txt", "", "tea".getBytes(UTF_8)).status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void documentThatNeedsTooMuchMemoryIsGivenUpAndTheNextOneIsRead() {
    byte[] large = ("<html><body>" + "<b>x</b><i>y</i>".repeat(600_000)).getBytes(UTF_8);
    try (ReaderProcess reader = new ReaderProcess(settings(60, 64, Optional.empty()))) {
      ExtractedDocument greedy = reader.read("a.html", "", large);

      assertThat(greedy.status()).isEqualTo(Status.EXHAUSTED);
      assertThat(greedy.reason()).contains("Reading needed more memory than 64MB.");
      assertThat(reader.read("a.txt", "", "tea".getBytes(UTF_8)).status()).isEqualTo(Status.OK);
    }
  }

  @Test
  void readerKilledFromOutsideIsReplaced() {
    try (ReaderProcess reader = new ReaderProcess(settings(60, 128, Optional.empty()))) {
      for (int i = 0; i < 3; i++) {
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        assertThat(reader.read("a.txt", "", "tea".getBytes(UTF_8)).status()).isEqualTo(Status.OK);
        ProcessHandle.current()
            .children()
            .filter(process -> !before.contains(process))
            .forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Test
  void longTextIsCut() {
    ExtractionSettings small =
        ExtractionSettings.of(
            DataSize.ofMegabytes(64), Duration.ofSeconds(60), 1000, Optional.empty());
    try (ReaderProcess reader = new ReaderProcess(small)) {
      ExtractedDocument document = reader.read("a.txt", "", "tea ".repeat(5000).getBytes(UTF_8));

      assertThat(document.status()).isEqualTo(Status.CUT);
      assertThat(document.blocks().get(0).text()).hasSize(1000);
    }
  }

  @Test
  void missingReaderIsToldAtOnce() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    try (ReaderProcess absent =
            new ReaderProcess(settings(60, 64, Optional.of(directory.resolve("absent"))));
        ReaderProcess broken = new ReaderProcess(settings(60, 64, Optional.of(empty)))) {
      assertThatThrownBy(() -> absent.read("a.txt", "", "tea".getBytes(UTF_8)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("hypnos.extraction.library");
      assertThatThrownBy(() -> broken.read("a.txt", "", "tea".getBytes(UTF_8)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ExtractorMain");
    }
  }

  private static Status status(String name, byte[] bytes) {
    return READER.read(name, "", bytes).status();
  }

  private static ExtractionSettings settings(int seconds, int megabytes, Optional<Path> library) {
    return ExtractionSettings.of(
        DataSize.ofMegabytes(megabytes), Duration.ofSeconds(seconds), 2_000_000, library);
  }
}
