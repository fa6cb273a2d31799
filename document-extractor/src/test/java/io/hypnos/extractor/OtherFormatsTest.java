package io.hypnos.extractor;

import static io.hypnos.extractor.Parsing.blocks;
import static io.hypnos.extractor.Parsing.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.schemas.extract.DocumentProperty;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OtherFormatsTest {
  @Test
  void sheetsOfAnOldWorkbookAreNamed() throws Exception {
    assertThat(blocks("budget.xls", Documents.xls()))
        .containsExactly(
            new Block(Kind.HEADING, 0, "Budget"),
            new Block(Kind.TABLE_ROW, 0, "Budget item | 40"),
            new Block(Kind.HEADING, 0, "Plan"),
            new Block(Kind.TABLE_ROW, 0, "Plan item | 40"));
  }

  @Test
  void slidesAreNumberedLikePages() throws Exception {
    for (String name : new String[] {"plan.pptx", "plan.ppt"}) {
      byte[] show = name.endsWith("x") ? Documents.pptx() : Documents.ppt();
      assertThat(blocks(name, show))
          .as(name)
          .contains(
              new Block(Kind.PARAGRAPH, 1, "Lisbon plan"),
              new Block(Kind.PARAGRAPH, 2, "Move in May"));
    }
  }

  @Test
  void openDocumentsKeepTheirStructure() throws Exception {
    assertThat(
            blocks(
                "notes.odt",
                Documents.odf(
                    "text",
                    """
                    <office:text><text:h text:outline-level="2">People</text:h>
                    <text:p>Anna moved to Lisbon.</text:p>
                    <text:list><text:list-item><text:p>Tea</text:p></text:list-item></text:list>
                    </office:text>
                    """)))
        .containsExactly(
            new Block(Kind.HEADING, 0, 2, "People"),
            new Block(Kind.PARAGRAPH, 0, "Anna moved to Lisbon."),
            new Block(Kind.LIST_ITEM, 0, "Tea"));
    assertThat(
            blocks(
                "budget.ods",
                Documents.odf(
                    "spreadsheet",
                    """
                    <office:spreadsheet><table:table table:name="Budget">
                    <table:table-row><table:table-cell><text:p>Item</text:p></table:table-cell>
                    <table:table-cell><text:p>Cost</text:p></table:table-cell></table:table-row>
                    </table:table></office:spreadsheet>
                    """)))
        .contains(new Block(Kind.TABLE_ROW, 0, "Item | Cost"));
    assertThat(
            blocks(
                "plan.odp",
                Documents.odf(
                    "presentation",
                    """
                    <office:presentation><draw:page draw:name="one"><draw:frame><draw:text-box>
                    <text:p>Lisbon plan</text:p></draw:text-box></draw:frame></draw:page>
                    </office:presentation>
                    """)))
        .extracting(Block::text)
        .contains("Lisbon plan");
  }

  @Test
  void booksAreReadInTheOrderOfTheirSpine() throws Exception {
    ExtractedDocument book = read("gulls.epub", Documents.epub());

    assertThat(book.title()).contains("Gulls");
    assertThat(book.properties()).containsEntry(DocumentProperty.AUTHOR, "Anna Silva");
    assertThat(book.blocks())
        .containsExactly(
            new Block(Kind.HEADING, 0, "First"),
            new Block(Kind.PARAGRAPH, 0, "The gulls left."),
            new Block(Kind.HEADING, 0, "Second"),
            new Block(Kind.PARAGRAPH, 0, "The gulls came back."));
    assertThat(book.parts()).isEmpty();
  }

  @Test
  void richTextIsRead() throws Exception {
    String rtf =
        "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 Anna moved to K\\'f6ln.\\par She likes tea.}";

    assertThat(blocks("a.rtf", rtf.getBytes(UTF_8)))
        .extracting(Block::text)
        .containsExactly("Anna moved to Köln.", "She likes tea.");
  }

  @Test
  void richTextOfASingleLineIsRead() throws Exception {
    for (String rtf :
        List.of(
            "\uFEFF{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\pard\\f0 Anna moved to K\\'f6ln.\\par}",
            "{\\rtf1{\\pict\\pngblip\\bin4 a}bc}Anna moved to K\\'f6ln.}",
            "{\\rtf1 Anna moved to K\\'f6ln.}",
            "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0\\fs24 Anna moved to K\\u246?ln.}\n",
            "{\\rtf1\\ansi {\\b Anna moved} to K\\'f6ln.}",
            "{\\r"
                + "tf1{\\*\\generator Someone;}{\\info{\\title Move}}{\\i Anna} moved to {\\b"
                + " K\\'f6ln.}}",
            "{\\rtf1\\ansi {\\b Anna} moved to K\\'f6ln.\\par}",
            "{\\rtf1\\ansi Anna moved to K\\'f6ln.")) {
      assertThat(blocks("a.rtf", rtf.getBytes(UTF_8)))
          .as(rtf)
          .extracting(Block::text)
          .containsExactly("Anna moved to Köln.");
    }
  }

  @Test
  void oldWordDocumentsAreRead() throws Exception {
    assertThat(blocks("a.doc", HandWrittenDoc.of("Anna moved to Lisbon.")))
        .extracting(Block::text)
        .containsExactly("Anna moved to Lisbon.");
  }

  @Test
  void picturesAndRecordingsTellTheirSize() throws Exception {
    ExtractedDocument picture = read("gull.png", Documents.png(30, 20));
    ExtractedDocument recording = read("gull.wav", Documents.wav());

    assertThat(picture.status()).isEqualTo(Status.MEDIA);
    assertThat(picture.contentType()).isEqualTo("image/png");
    assertThat(picture.properties())
        .containsEntry(DocumentProperty.WIDTH, "30")
        .containsEntry(DocumentProperty.HEIGHT, "20");
    assertThat(recording.status()).isEqualTo(Status.MEDIA);
    assertThat(recording.contentType()).startsWith("audio/");
  }

  @Test
  void quotedLinesAreQuotes() throws Exception {
    assertThat(blocks("a.md", "Yes.\n\n> Shall we\n> meet?\nBob\n".getBytes(UTF_8)))
        .containsExactly(
            new Block(Kind.PARAGRAPH, 0, "Yes."),
            new Block(Kind.QUOTE, 0, "Shall we\nmeet?"),
            new Block(Kind.PARAGRAPH, 0, "Bob"));
    assertThat(
            blocks(
                "a.html",
                "<p>Yes.</p><blockquote><p>Shall we?</p><p>Soon?</p></blockquote><p>Bob</p>"
                    .getBytes(UTF_8)))
        .containsExactly(
            new Block(Kind.PARAGRAPH, 0, "Yes."),
            new Block(Kind.QUOTE, 0, "Shall we?"),
            new Block(Kind.QUOTE, 0, "Soon?"),
            new Block(Kind.PARAGRAPH, 0, "Bob"));
  }
}
