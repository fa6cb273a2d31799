package io.hypnos.extractor;

import static io.hypnos.extractor.Parsing.LIMITS;
import static io.hypnos.extractor.Parsing.parts;
import static io.hypnos.extractor.Parsing.read;
import static io.hypnos.extractor.Parsing.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractionLimits;
import io.hypnos.schemas.extract.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Messages of a mailbox are read as the bytes that they are. */
final class MailboxReaderTest {
  @Test
  void bytesOfMessagesStayWhatTheyAre() throws IOException {
    String written = "Привет, Анна! Ärger mit “À” und „Í“ — Ё";
    String mailbox = message("One", written) + message("Two", written).replace("\n", "\r\n");

    assertThat(texts(read("all.mbox", mailbox.getBytes(UTF_8))))
        .containsExactly("One\n" + written, "Two\n" + written);
  }

  @Test
  void onlyLinesAfterEmptyOnesBeginAMessage() throws IOException {
    String body =
        "We write\nFrom Lisbon with love.\n\n>From Monday on we are here.\n\nFromage.\n\n > From x";

    ExtractedDocument mailbox =
        read("all.mbox", (message("One", body) + message("Two", "Bye.")).getBytes(UTF_8));

    assertThat(texts(mailbox))
        .containsExactly(
            "One\nWe write\nFrom Lisbon with love.\nFrom Monday on we are here.\nFromage.\nFrom x",
            "Two\nBye.");
  }

  @Test
  void aDamagedMessageHarmsNoOther() throws IOException {
    String mailbox =
        "From a@example.org Fri Jan  2 10:00:00 2026\n\n"
            + message("Two", "Bye.")
            + "From a@example.org Fri Jan  2 10:00:00 2026";

    ExtractedDocument document = read("all.mbox", mailbox.getBytes(UTF_8));

    assertThat(document.status()).isEqualTo(Status.OK);
    assertThat(parts(document))
        .containsExactly(
            entry("part-1", Status.EMPTY),
            entry("part-2", Status.OK),
            entry("part-3", Status.EMPTY));
  }

  @Test
  void messagesThatAreTooLargeAreTold() throws IOException {
    ExtractionLimits small = new ExtractionLimits(100_000, 5_000, 50, 3, 2_000, 50, 1024);
    String mailbox = message("One", "word ".repeat(1_000)) + message("Two", "Bye.");

    ExtractedDocument document = response("all.mbox", mailbox.getBytes(UTF_8), small).document();

    assertThat(parts(document))
        .containsExactly(entry("part-1", Status.EXHAUSTED), entry("part-2", Status.OK));
  }

  @Test
  void mailboxesOfTooManyMessagesAreRefused() throws IOException {
    String mailbox = message("One", "Hello.").repeat(LIMITS.parts() + 1);

    assertThat(read("all.mbox", mailbox.getBytes(UTF_8)).refusal())
        .contains(Refusal.TOO_MANY_PARTS);
  }

  private static String message(String subject, String body) {
    return """
    From anna@example.org Fri Jan  2 10:00:00 2026
    From: anna@example.org
    Subject: %s
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 8bit

    %s

    """
        .formatted(subject, body);
  }

  private static List<String> texts(ExtractedDocument mailbox) {
    return mailbox.parts().stream()
        .map(
            part ->
                part.document().blocks().stream()
                    .map(Block::text)
                    .collect(Collectors.joining("\n")))
        .toList();
  }
}
