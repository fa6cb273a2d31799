package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of texts become blocks without losing a word, nor what their place says. */
final class TextLinesTest {
  @Test
  void numbersAtTheStartOfALineAreWords() throws IOException {
    for (String name : List.of("a.txt", "a.md")) {
      assertThat(blocks(name, "Die Feier ist am\n24. Dezember um 18 Uhr.\n"))
          .containsExactly(
              new Block(Kind.PARAGRAPH, 0, "Die Feier ist am\n24. Dezember um 18 Uhr."));
      assertThat(blocks(name, "12. The supplier pays.\n13) The buyer waits.\n- Tea\n"))
          .containsExactly(
              new Block(Kind.LIST_ITEM, 0, "12. The supplier pays."),
              new Block(Kind.LIST_ITEM, 0, "13) The buyer waits."),
              new Block(Kind.LIST_ITEM, 0, "Tea"));
    }
  }

  @Test
  void underlinedLinesAreHeadings() throws IOException {
    assertThat(blocks("a.md", "Plan\n====\nWe move.\n\n1. When\n===\nIn May.\n\nWhere\n---\nHere."))
        .containsExactly(
            new Block(Kind.HEADING, 0, 1, "Plan"),
            new Block(Kind.PARAGRAPH, 0, "We move."),
            new Block(Kind.HEADING, 0, 1, "1. When"),
            new Block(Kind.PARAGRAPH, 0, "In May."),
            new Block(Kind.HEADING, 0, 2, "Where"),
            new Block(Kind.PARAGRAPH, 0, "Here."));
  }

  @Test
  void rulesBelowOtherThingsMakeNoHeadings() throws IOException {
    assertThat(blocks("a.md", "We move\nin May.\n---\n\n- Tea\n---\n\n| a |\n|---|\n"))
        .noneMatch(block -> block.kind() == Kind.HEADING);
  }

  @Test
  void fencesEndAsTheyBegan() throws IOException {
    assertThat(blocks("a.md", "~~~ sh\n  ls\n```\n~~~\nThen.\n````\n```x\n\n y\n```\n````\nDone."))
        .containsExactly(
            new Block(Kind.CODE, 0, "  ls\n```"),
            new Block(Kind.PARAGRAPH, 0, "Then."),
            new Block(Kind.CODE, 0, "```x\n\n y\n```"),
            new Block(Kind.PARAGRAPH, 0, "Done."));
  }

  @Test
  void codeWithinALineBeginsNoBlock() throws IOException {
    assertThat(blocks("a.md", "```x``` is a variable.\n\n# Next\n"))
        .containsExactly(
            new Block(Kind.PARAGRAPH, 0, "```x``` is a variable."),
            new Block(Kind.HEADING, 0, 1, "Next"));
  }

  @Test
  void filesOfCodeKeepTheirIndentation() throws IOException {
    assertThat(blocks("a.py", "# Greets.\ndef greet():\n    print(1)\n\n    return 2\n"))
        .containsExactly(
            new Block(Kind.CODE, 0, "# Greets.\ndef greet():\n    print(1)"),
            new Block(Kind.CODE, 0, "    return 2"));
    assertThat(blocks("a.YAML", "a:\n  b: 1\n  c:\n    - 2\n"))
        .containsExactly(new Block(Kind.CODE, 0, "a:\n  b: 1\n  c:\n    - 2"));
  }

  private static List<Block> blocks(String name, String text) throws IOException {
    return Parsing.blocks(name, text.getBytes(UTF_8));
  }
}
