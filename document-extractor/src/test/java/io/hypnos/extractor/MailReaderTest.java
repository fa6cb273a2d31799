package io.hypnos.extractor;

import static io.hypnos.extractor.Parsing.parts;
import static io.hypnos.extractor.Parsing.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What a mail says once, however often and in whatever forms it is sent along. */
final class MailReaderTest {
  @Test
  void plainTextThatSaysNothingGivesWayToTheHtml() throws Exception {
    String mail =
        """
        Subject: Move
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        =C2=A0

        --a
        Content-Type: multipart/related; boundary=r

        --r
        Content-Type: text/html; charset=utf-8

        <p>Anna moved to Lisbon.</p>
        --r--
        --a--
        """;

    assertThat(read("a.eml", mail.getBytes(UTF_8)).blocks())
        .extracting(Block::text)
        .containsExactly("Move", "Anna moved to Lisbon.");
  }

  @Test
  void attachmentsAmongTheHtmlAreKeptWhenThePlainTextIsRead() throws Exception {
    String mail =
        """
        Subject: Plan
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/plain; charset=utf-8

        Here is the plan. See you.
        --a
        Content-Type: multipart/mixed; boundary=m

        --m
        Content-Type: text/html; charset=utf-8

        <p>Here is the plan.</p>
        --m
        Content-Type: application/pdf; name="plan.pdf"
        Content-Disposition: inline; filename="plan.pdf"

        %PDF-1.7 garbage
        --m
        Content-Type: text/html; charset=utf-8

        <p>See you.</p>
        --m
        Content-Type: text/plain; name="notes.txt"
        Content-Disposition: attachment; filename="notes.txt"

        Anna likes tea.
        --m--
        --a--
        """;

    ExtractedDocument document = read("a.eml", mail.getBytes(UTF_8));

    assertThat(document.blocks())
        .extracting(Block::text)
        .containsExactly("Plan", "Here is the plan. See you.");
    assertThat(parts(document))
        .containsExactly(entry("notes.txt", Status.OK), entry("plan.pdf", Status.CORRUPT));
  }

  @Test
  void otherFormsOfTheTextAreNoAttachments() throws Exception {
    String mail =
        """
        Subject: Lunch
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/plain; charset=utf-8

        Lunch on Friday.
        --a
        Content-Type: text/html; charset=utf-8

        <p>Lunch on Friday.</p>
        --a
        Content-Type: text/calendar; charset=utf-8; method=REQUEST

        BEGIN:VCALENDAR
        END:VCALENDAR
        --a--
        """;

    ExtractedDocument document = read("a.eml", mail.getBytes(UTF_8));

    assertThat(document.blocks())
        .extracting(Block::text)
        .containsExactly("Lunch", "Lunch on Friday.");
    assertThat(document.parts()).isEmpty();
  }

  @Test
  void picturesThatLayOutAMailAreLeftOut() throws Exception {
    String mail =
        """
        Subject: Plan
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=m

        --m
        Content-Type: multipart/related; boundary=r

        --r
        Content-Type: text/html; charset=utf-8

        <p>Here is the plan.</p><img src="cid:logo@example.org">
        --r
        Content-Type: image/png; name="image001.png"
        Content-Disposition: inline; filename="image001.png"
        Content-ID: <logo@example.org>
        Content-Transfer-Encoding: base64

        %1$s
        --r
        Content-Type: image/png; name="house.png"
        Content-Disposition: attachment; filename="house.png"
        Content-ID: <house@example.org>
        Content-Transfer-Encoding: base64

        %1$s
        --r--
        --m
        Content-Type: image/png; name="garden.png"
        Content-Disposition: inline; filename="garden.png"
        Content-Transfer-Encoding: base64

        %1$s
        --m--
        """
            .formatted(Base64.getEncoder().encodeToString(Documents.png(3, 2)));

    assertThat(parts(read("a.eml", mail.getBytes(UTF_8))))
        .containsExactly(entry("garden.png", Status.MEDIA), entry("house.png", Status.MEDIA));
  }
}
