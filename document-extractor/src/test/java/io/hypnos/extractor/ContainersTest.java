package io.hypnos.extractor;

import static io.hypnos.extractor.Parsing.LIMITS;
import static io.hypnos.extractor.Parsing.parts;
import static io.hypnos.extractor.Parsing.read;
import static io.hypnos.extractor.Parsing.response;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.hypnos.schemas.extract.DocumentProperty;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.schemas.extract.ExtractedDocument.Part;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractionLimits;
import io.hypnos.schemas.extract.ExtractorProtocol.Response;
import io.hypnos.schemas.extract.Refusal;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Archives and mails: what is in them, and what hostile ones cannot do. */
final class ContainersTest {
  @Test
  void filesOfAnArchiveAreDocumentsAndABadOneHarmsNoOther() throws Exception {
    byte[] zip =
        Documents.zip(
            "notes/tea.txt",
            "Anna likes tea.",
            "broken.pdf",
            "%PDF-1.7 garbage",
            "../../etc/passwd",
            "Bob likes chess.",
            "gull.png",
            Documents.png(3, 2),
            "empty.txt",
            "",
            "__MACOSX/._tea.txt",
            "clutter",
            "deep.zip",
            Documents.zip("inner.md", "# Lisbon\n\nIn May."));

    ExtractedDocument archive = read("all.zip", zip);

    assertThat(archive.status()).isEqualTo(Status.OK);
    assertThat(archive.contentType()).isEqualTo("application/zip");
    assertThat(parts(archive))
        .containsExactly(
            entry("broken.pdf", Status.CORRUPT),
            entry("deep.zip", Status.OK),
            entry("deep.zip/inner.md", Status.OK),
            entry("empty.txt", Status.EMPTY),
            entry("etc/passwd", Status.OK),
            entry("gull.png", Status.MEDIA),
            entry("notes/tea.txt", Status.OK));
    Part inner = part(archive, "deep.zip/inner.md");
    assertThat(archive.parts().get(inner.parent()).path()).isEqualTo("deep.zip");
    assertThat(inner.document().blocks())
        .containsExactly(
            new Block(Kind.HEADING, 0, "Lisbon"), new Block(Kind.PARAGRAPH, 0, "In May."));
    assertThat(part(archive, "notes/tea.txt").size()).isEqualTo(15);
  }

  @Test
  void filesOfAnArchiveAreNamedWithTheirFoldersButNeverBeyondIt() throws Exception {
    byte[] zip =
        Documents.zip(
            "a/README.md", "One.",
            "b/README.md", "Two.",
            "/abs/c.txt", "Three.",
            "C:\\win\\.\\d.txt", "Four.",
            "x/../../e\u0007.txt", "Five.");

    assertThat(parts(read("all.zip", zip)))
        .containsOnlyKeys("a/README.md", "abs/c.txt", "b/README.md", "win/d.txt", "x/e.txt");
  }

  @Test
  void picturesWithinAreHandedBackWhileThereIsRoom() throws Exception {
    byte[] picture = Documents.png(3, 2);
    byte[] zip = Documents.zip("a.png", picture, "b.png", picture);
    ExtractionLimits one =
        new ExtractionLimits(1000, 10, 10, 3, 1_000_000, 50, picture.length + 1L);

    Response response = response("all.zip", zip, one);

    assertThat(response.media()).containsOnlyKeys(0);
    assertThat(response.media().get(0)).isEqualTo(picture);
  }

  @Test
  void archivesInArchivesEndAtTheDepthThatIsAllowed() throws Exception {
    byte[] zip = Documents.zip("leaf.txt", "deep down");
    for (int i = 0; i < 5; i++) {
      zip = Documents.zip("top" + i + ".txt", "level " + i, "in.zip", zip);
    }

    ExtractedDocument archive = read("a.zip", zip);

    assertThat(parts(archive))
        .containsEntry("in.zip/in.zip/top2.txt", Status.OK)
        .containsEntry("in.zip/in.zip/in.zip", Status.EXHAUSTED);
    assertThat(archive.parts())
        .filteredOn(
            part ->
                part.document().refusal().equals(java.util.Optional.of(Refusal.ARCHIVE_TOO_DEEP)))
        .isNotEmpty();
    assertThat(archive.toString()).doesNotContain("deep down");
  }

  @Test
  @Timeout(60)
  void bombsAreRefusedAndSoAreArchivesOfTooManyFiles() throws Exception {
    byte[] zeros = new byte[30 * 1024 * 1024];
    byte[] bomb = Documents.zip("zeros.txt", zeros);
    Object[] many = new Object[2 * (LIMITS.parts() + 1)];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = i + ".txt";
      many[i + 1] = "text";
    }

    assertRefused(read("bomb.zip", bomb), Status.EXHAUSTED, Refusal.ARCHIVE_BOMB);
    assertRefused(read("many.zip", Documents.zip(many)), Status.EXHAUSTED, Refusal.TOO_MANY_PARTS);
    ExtractedDocument mixed =
        read("mixed.zip", Documents.zip("bomb.zip", bomb, "tea.txt", "Anna likes tea."));
    assertThat(parts(mixed))
        .containsExactly(entry("bomb.zip", Status.EXHAUSTED), entry("tea.txt", Status.OK));
  }

  @Test
  void secretsAndDamageOfArchivesAreTold() throws Exception {
    byte[] zip = Documents.zip("tea.txt", "Anna likes tea.", "b.txt", "Bob likes chess.");

    assertRefused(read("a.zip", Documents.encryptedZip()), Status.ENCRYPTED, Refusal.ENCRYPTED);
    assertRefused(
        read("a.zip", Arrays.copyOf(zip, zip.length - 30)), Status.CORRUPT, Refusal.DAMAGED);
    assertRefused(read("a.zip", Documents.zip("a/", "")), Status.EMPTY, Refusal.NO_BYTES);
    assertRefused(read("a.xlsx", Documents.encryptedXlsx()), Status.ENCRYPTED, Refusal.ENCRYPTED);
  }

  @Test
  @Timeout(120)
  void officeFilesThatUnpackToTooMuchEnd() throws Exception {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    xml.writeBytes(
        ("<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/"
                + "wordprocessingml/2006/main\"><w:body>")
            .getBytes(UTF_8));
    xml.writeBytes("<w:p><w:r><w:t>bomb</w:t></w:r></w:p>".repeat(1_500_000).getBytes(UTF_8));
    xml.writeBytes("</w:body></w:document>".getBytes(UTF_8));

    ExtractedDocument document = read("bomb.docx", docx(xml.toByteArray()));

    assertThat(document.status()).isIn(Status.CUT, Status.EXHAUSTED, Status.CORRUPT);
  }

  @Test
  void entitiesAreRefusedWhereverTheyAre() throws Exception {
    String evil = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    byte[] document =
        (evil
                + "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
                + "main\"><w:body><w:p><w:r><w:t>a &x; b</w:t></w:r></w:p></w:body></w:document>")
            .getBytes(UTF_8);

    assertRefused(
        read("a.xml", (evil + "<d>&x;</d>").getBytes(UTF_8)), Status.CORRUPT, Refusal.ENTITIES);
    assertThat(read("a.docx", docx(document)).toString()).doesNotContain("root:");
    assertThat(
            read(
                    "a.odt",
                    Documents.zip(
                        "mimetype",
                        "application/vnd.oasis.opendocument.text",
                        "content.xml",
                        evil + "<d>&x;</d>"))
                .toString())
        .doesNotContain("root:");
  }

  @Test
  @Timeout(60)
  void tablesOfTooManyRowsAreRefused() throws Exception {
    String csv = "1,2\n".repeat(LIMITS.rows() + 1);

    assertRefused(read("a.csv", csv.getBytes(UTF_8)), Status.EXHAUSTED, Refusal.TABLE_TOO_LARGE);
    assertRefused(
        read("a.xlsx", Documents.longXlsx(LIMITS.rows() + 1)),
        Status.EXHAUSTED,
        Refusal.TABLE_TOO_LARGE);
    assertThat(read("a.xlsx", Documents.longXlsx(1000)).status()).isEqualTo(Status.OK);
  }

  @Test
  void attachmentsOfAMailAreDocumentsAndItsPlainTextIsPreferred() throws Exception {
    String mail =
        """
        From: =?utf-8?q?Andr=C3=A9?= <andre@example.org>
        To: bob@example.org
        Subject: =?utf-8?b?R3LDvMOfZQ==?=
        Date: Fri, 2 Jan 2026 10:00:00 +0100
        Message-ID: <1@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=m

        --m
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: 8bit

        We meet in K\u00f6ln.

        > Where shall
        > we meet?
        --a
        Content-Type: text/html; charset=utf-8

        <p>Not this one.</p>
        --a--
        --m
        Content-Type: text/csv; name="costs.csv"
        Content-Disposition: attachment; filename="costs.csv"
        Content-Transfer-Encoding: base64

        %s
        --m
        Content-Type: message/rfc822

        Subject: Inner
        Content-Type: text/plain

        Forwarded words.
        --m
        Content-Type: application/pdf
        Content-Disposition: attachment; filename*=utf-8''l%%C3%%BCge.pdf

        %%PDF-1.7 garbage
        --m--
        """
            .formatted(Base64.getEncoder().encodeToString("Item,Cost\nTea,4\n".getBytes(UTF_8)))
            .replace("\n", "\r\n");

    ExtractedDocument document = read("mail.eml", mail.getBytes(ISO_8859_1));

    assertThat(document.status()).isEqualTo(Status.OK);
    assertThat(document.title()).contains("Grüße");
    assertThat(document.properties())
        .containsEntry(DocumentProperty.SENDER, "André <andre@example.org>")
        .containsEntry(DocumentProperty.RECIPIENTS, "bob@example.org")
        .containsEntry(DocumentProperty.DATE, "2026-01-02T09:00:00Z")
        .containsEntry(DocumentProperty.MESSAGE_ID, "<1@example.org>");
    assertThat(document.blocks())
        .containsExactly(
            new Block(Kind.HEADING, 0, "Grüße"),
            new Block(Kind.PARAGRAPH, 0, "We meet in Köln."),
            new Block(Kind.QUOTE, 0, "Where shall\nwe meet?"));
    assertThat(parts(document))
        .containsExactly(
            entry("Inner.eml", Status.OK),
            entry("costs.csv", Status.OK),
            entry("lüge.pdf", Status.CORRUPT));
    assertThat(part(document, "costs.csv").document().blocks())
        .extracting(Block::text)
        .containsExactly("Item | Cost", "Tea | 4");
    assertThat(part(document, "Inner.eml").document().blocks())
        .extracting(Block::text)
        .containsExactly("Inner", "Forwarded words.");
  }

  @Test
  void mailOfHtmlAloneIsReadAndEncryptedMailIsTold() throws Exception {
    String html =
        """
        Subject: Hi
        Content-Type: text/html; charset=utf-8

        <p>We meet on Friday.</p><blockquote>When?</blockquote>
        """;
    String encrypted =
        """
        Subject: Hi
        Content-Type: multipart/encrypted; boundary=x; protocol="application/pgp-encrypted"

        --x
        Content-Type: application/pgp-encrypted

        Version: 1
        --x--
        """;

    assertThat(read("a.eml", html.getBytes(UTF_8)).blocks())
        .containsExactly(
            new Block(Kind.HEADING, 0, "Hi"),
            new Block(Kind.PARAGRAPH, 0, "We meet on Friday."),
            new Block(Kind.QUOTE, 0, "When?"));
    assertRefused(read("a.eml", encrypted.getBytes(UTF_8)), Status.ENCRYPTED, Refusal.ENCRYPTED);
  }

  @Test
  void messagesOfAMailboxAreDocuments() throws Exception {
    String mailbox =
        """
        From anna@example.org Fri Jan  2 10:00:00 2026
        From: anna@example.org
        Subject: One
        Content-Type: text/plain

        First mail.

        From bob@example.org Fri Jan  2 11:00:00 2026
        From: bob@example.org
        Subject: Two
        Content-Type: text/plain

        Second mail.

        """;

    ExtractedDocument document = read("all.mbox", mailbox.getBytes(UTF_8));

    assertThat(document.status()).as("%s", document).isEqualTo(Status.OK);
    assertThat(document.parts())
        .extracting(part -> part.document().title().orElseThrow())
        .containsExactly("One", "Two");
    assertThat(document.parts().get(1).document().blocks())
        .extracting(Block::text)
        .containsExactly("Two", "Second mail.");
  }

  private static byte[] docx(byte[] documentXml) throws Exception {
    return Documents.zip(
        "[Content_Types].xml",
        """
        <?xml version="1.0"?>
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
        <Default Extension="rels"
          ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
        </Types>
        """,
        "_rels/.rels",
        """
        <?xml version="1.0"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
        </Relationships>
        """,
        "word/document.xml",
        documentXml);
  }

  private static void assertRefused(ExtractedDocument document, Status status, Refusal refusal) {
    assertThat(document.status()).as("%s", document.reason()).isEqualTo(status);
    assertThat(document.refusal()).contains(refusal);
    assertThat(document.reason()).isPresent();
    assertThat(List.of(document.blocks(), document.parts())).containsOnly(List.of());
  }

  private static Part part(ExtractedDocument document, String path) {
    return document.parts().stream()
        .filter(part -> part.path().equals(path))
        .findFirst()
        .orElseThrow();
  }
}
