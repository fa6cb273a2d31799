package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractionLimits;
import io.hypnos.schemas.extract.ExtractorProtocol.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentParserTest {
  private static final DocumentParser PARSER = new DocumentParser();
  private static final int LIMIT = 100_000;
  private static final ExtractionLimits LIMITS =
      new ExtractionLimits(LIMIT, 5_000, 50, 3, 32L * 1024 * 1024, 50, 1024 * 1024);

  @TempDir Path directory;

  @Test
  void pagesOfAPdfAreNumbered() throws IOException {
    ExtractedDocument document =
        read("report.pdf", Documents.pdf("Anna moved to Lisbon.", "", "She likes tea."));

    assertThat(document.status()).isEqualTo(Status.OK);
    assertThat(document.contentType()).isEqualTo("application/pdf");
    assertThat(document.blocks())
        .containsExactly(
            new Block(Kind.PARAGRAPH, 1, "Anna moved to Lisbon."),
            new Block(Kind.PARAGRAPH, 3, "She likes tea."));
  }

  @Test
  void headingsParagraphsAndTablesOfADocxAreTold() throws IOException {
    assertThat(read("people.docx", Documents.docx()).blocks())
        .containsExactly(
            new Block(Kind.HEADING, 0, "People"),
            new Block(Kind.PARAGRAPH, 0, "Anna moved to Lisbon."),
            new Block(Kind.TABLE_ROW, 0, "Name | City"),
            new Block(Kind.TABLE_ROW, 0, "Anna | Lisbon"));
  }

  @Test
  void rowsOfSheetsAreTableRows() throws IOException {
    assertThat(read("budget.xlsx", Documents.xlsx()).blocks())
        .containsExactly(
            new Block(Kind.HEADING, 0, "Budget"),
            new Block(Kind.TABLE_ROW, 0, "Item | Cost"),
            new Block(Kind.TABLE_ROW, 0, "Server | 40"));
    assertThat(read("budget.csv", "Item,Cost\nServer,40\nDisk,7\n".getBytes(UTF_8)).blocks())
        .containsExactly(
            new Block(Kind.TABLE_ROW, 0, "Item | Cost"),
            new Block(Kind.TABLE_ROW, 0, "Server | 40"),
            new Block(Kind.TABLE_ROW, 0, "Disk | 7"));
  }

  @Test
  void brokenSeparatedValuesKeepTheirText() throws IOException {
    String csv = "a;b;c\n1;\"x\"y\";2\n;;\n3;\"open\n4;5";

    assertThat(read("a.csv", csv.getBytes(UTF_8)).blocks())
        .extracting(Block::text)
        .first()
        .isEqualTo("a | b | c");
    assertThat(read("a.csv", csv.getBytes(UTF_8)).toString()).contains("x", "y", "open", "4", "5");
  }

  @Test
  void visibleTextOfAPageIsKeptInOrder() throws IOException {
    String html =
        """
        <html><head><title>Notes &amp; more</title><style>p {color: red}</style></head><body>
        <script>alert('no')</script><h1>Move</h1>
        <div>Anna moved<br>to   Lisbon
        last spring.</div><ul><li>Tea</li><li><p>Chess</p></li></ul><pre><code>a = 1
          b = 2</code></pre>
        <table><tr><td><p>Menu</p></td><td><h2>Inner</h2>
        <table><tr><th>Name</th><th>City</th></tr><tr><td>Anna</td><td>Lisbon</td></tr></table>
        </td></tr><tr><td>Only one</td></tr></table></body></html>
        """;

    ExtractedDocument document = read("page.html", html.getBytes(UTF_8));

    assertThat(document.title()).contains("Notes & more");
    assertThat(document.blocks())
        .containsExactly(
            new Block(Kind.HEADING, 0, "Notes & more"),
            new Block(Kind.HEADING, 0, "Move"),
            new Block(Kind.PARAGRAPH, 0, "Anna moved\nto Lisbon last spring."),
            new Block(Kind.LIST_ITEM, 0, "Tea"),
            new Block(Kind.LIST_ITEM, 0, "Chess"),
            new Block(Kind.CODE, 0, "a = 1\n  b = 2"),
            new Block(Kind.PARAGRAPH, 0, "Menu"),
            new Block(Kind.HEADING, 0, 2, "Inner"),
            new Block(Kind.TABLE_ROW, 0, "Name | City"),
            new Block(Kind.TABLE_ROW, 0, "Anna | Lisbon"),
            new Block(Kind.PARAGRAPH, 0, "Only one"));
  }

  @Test
  void markdownIsTakenApart() throws IOException {
    String markdown =
        """
        # Plan
        First line
        second line

        - Tea
        2. Chess

        | a | b |
        |---|:-:|
        | 1 | 2 |

        ```java
        # not a heading

        int x;
        ```
        #hashtag stays
        """;

    assertThat(read("plan.md", markdown.getBytes(UTF_8)).blocks())
        .containsExactly(
            new Block(Kind.HEADING, 0, "Plan"),
            new Block(Kind.PARAGRAPH, 0, "First line\nsecond line"),
            new Block(Kind.LIST_ITEM, 0, "Tea"),
            new Block(Kind.LIST_ITEM, 0, "2. Chess"),
            new Block(Kind.TABLE_ROW, 0, "a | b"),
            new Block(Kind.TABLE_ROW, 0, "1 | 2"),
            new Block(Kind.CODE, 0, "# not a heading\n\nint x;"),
            new Block(Kind.PARAGRAPH, 0, "#hashtag stays"));
  }

  @Test
  void characterSetsAreRecognised() throws IOException {
    String text = "Müller wohnt in Köln und trägt gern grüne Schuhe, sagt René.";

    assertThat(onlyText("a.txt", text.getBytes(UTF_8))).isEqualTo(text);
    assertThat(onlyText("a.txt", text.getBytes(ISO_8859_1))).isEqualTo(text);
    assertThat(onlyText("a.txt", ("\ufeff" + text).getBytes(UTF_8))).isEqualTo(text);
    assertThat(onlyText("a.txt", ("\ufeff" + text).getBytes(UTF_16LE))).isEqualTo(text);
  }

  @Test
  void mailGivesItsBody() throws IOException {
    String mail =
        """
        From: anna@example.org
        To: bob@example.org
        Subject: Friday
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        We meet on Friday.

        Bring the invoice.
        """;

    assertThat(read("mail.eml", mail.getBytes(UTF_8)).blocks())
        .extracting(Block::text)
        .contains("We meet on Friday.", "Bring the invoice.");
  }

  @Test
  void controlCharactersAreRemoved() throws IOException {
    assertThat(onlyText("a.txt", "nul\u0000 bell\u0007 tab\tsoft\u00adhyphen".getBytes(UTF_8)))
        .isEqualTo("nul bell tab softhyphen");
  }

  @Test
  void longDocumentsAreCut() throws IOException {
    byte[] text = "word ".repeat(50_000).getBytes(UTF_8);
    byte[] html = ("<html><body>" + "<p>word</p>".repeat(50_000)).getBytes(UTF_8);

    for (ExtractedDocument document :
        new ExtractedDocument[] {read("a.txt", text), read("a.html", html)}) {
      assertThat(document.status()).isEqualTo(Status.CUT);
      assertThat(document.blocks().stream().mapToInt(block -> block.text().length()).sum())
          .isEqualTo(LIMIT);
    }
  }

  @Test
  void whatCannotBeReadSaysWhy() throws IOException {
    byte[] pdf = Documents.pdf("Anna moved to Lisbon.");
    byte[] docx = Documents.docx();
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H'};

    assertStatus("a.pdf", new byte[0], Status.EMPTY);
    assertStatus("a.txt", " \n\t\n".getBytes(UTF_8), Status.EMPTY);
    assertStatus("a.pdf", Documents.pdf(""), Status.EMPTY);
    assertStatus("a.pdf", Documents.encryptedPdf("secret"), Status.ENCRYPTED);
    assertStatus("a.pdf", "%PDF-1.7 garbage".getBytes(UTF_8), Status.CORRUPT);
    assertStatus("a.pdf", Arrays.copyOf(pdf, 200), Status.CORRUPT);
    assertStatus("a.docx", Arrays.copyOf(docx, docx.length / 2), Status.CORRUPT);
    assertStatus("a.png", png, Status.MEDIA);
    assertStatus("a.txt", png, Status.MEDIA);
    assertStatus("noname", new byte[] {0, 1, 2, 3, 4, 5, 6, 7}, Status.UNSUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.xml", "a.html", "a.xhtml", "a.svg", "a.txt"})
  void externalEntitiesAreNotRead(String name) throws IOException {
    Path secret = directory.resolve("secret.txt");
    Files.writeString(secret, "TOPSECRET");
    String xml =
        """
        <?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "%s">
        <!ENTITY %% p SYSTEM "%s"> %%p;]>
        <r><p>before &x; after</p></r>
        """
            .formatted(secret.toUri(), secret.toUri());

    ExtractedDocument document = read(name, xml.getBytes(UTF_8));

    assertThat(document.toString()).doesNotContain("TOPSECRET");
  }

  @Test
  @Timeout(20)
  void entityBombsEndFast() throws IOException {
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a0 \"ha\">");
    for (int i = 1; i < 30; i++) {
      xml.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
    }
    xml.append("]><r>&a29;</r>");

    assertThat(read("a.xml", xml.toString().getBytes(UTF_8)).status())
        .isIn(Status.CORRUPT, Status.CUT, Status.EMPTY);
  }

  @Test
  @Timeout(60)
  void deepNestingEnds() throws IOException {
    byte[] html = ("<div>".repeat(20_000) + "deep" + "<table><tr><td>".repeat(500)).getBytes(UTF_8);

    assertThat(read("a.html", html).status()).isIn(Status.OK, Status.CORRUPT);
  }

  private static void assertStatus(String name, byte[] bytes, Status status) throws IOException {
    ExtractedDocument document = read(name, bytes);
    assertThat(document.status()).as(name + ": " + document.reason()).isEqualTo(status);
    assertThat(document.blocks()).isEmpty();
    assertThat(document.reason()).isPresent();
  }

  private static String onlyText(String name, byte[] bytes) throws IOException {
    ExtractedDocument document = read(name, bytes);
    assertThat(document.blocks()).hasSize(1);
    return document.blocks().get(0).text();
  }

  private static ExtractedDocument read(String name, byte[] bytes) throws IOException {
    try (Content content = Content.of(bytes)) {
      return PARSER.parse(new Request(name, "", LIMITS), content).document();
    }
  }
}
