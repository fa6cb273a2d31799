package io.hypnos.engine.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.embedding.WordPieceTokenizer;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.settings.IngestSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkerTest {
  private static final int TOKENS = 64;
  private static final int OVERLAP = 16;
  private static final WordPieceTokenizer TOKENIZER = WordPieceTokenizer.bundled();
  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final List<String> WORDS =
      List.of(
          "Anna",
          "moved",
          "to",
          "Lisbon",
          "unbelievably",
          "naïve",
          "中文字",
          "x7f3a9",
          "🙂",
          "tea,",
          "Ärger",
          "don't",
          "https://example.org/a?b=c",
          "42",
          "internationalisation");

  private final Chunker chunker =
      new Chunker(new IngestSettings("group", TOKENS, OVERLAP, 3), TOKENIZER);

  @Test
  void shortDocumentIsOneChunk() {
    List<Chunk> chunks =
        chunk(
            new Block(Kind.HEADING, 1, "People"),
            new Block(Kind.PARAGRAPH, 1, "Anna moved to Lisbon. She likes tea."),
            new Block(Kind.LIST_ITEM, 2, "Chess"));

    assertThat(chunks)
        .containsExactly(
            new Chunk(
                0,
                "People\nAnna moved to Lisbon. She likes tea.\nChess",
                1,
                2,
                List.of("People"),
                false,
                ""));
  }

  @Test
  void sectionsDoNotShareChunks() {
    List<Chunk> chunks =
        chunk(
            new Block(Kind.PARAGRAPH, 0, "Before all headings."),
            new Block(Kind.HEADING, 0, "Guide"),
            new Block(Kind.HEADING, 0, "Install"),
            new Block(Kind.PARAGRAPH, 0, "Run it."),
            new Block(Kind.HEADING, 0, "End"));

    assertThat(chunks)
        .containsExactly(
            section(0, "Before all headings.", "Title"),
            section(1, "Guide\nInstall\nRun it.", "Install"),
            section(2, "End", "End"));
  }

  @Test
  void headingsAboveAChunkAreItsPath() {
    List<Chunk> chunks =
        chunk(
            new Block(Kind.HEADING, 0, 1, "Guide"),
            new Block(Kind.PARAGRAPH, 0, "Read this."),
            new Block(Kind.HEADING, 0, 3, "Linux"),
            new Block(Kind.PARAGRAPH, 0, "Run it."),
            new Block(Kind.HEADING, 0, 2, "Use"),
            new Block(Kind.PARAGRAPH, 0, "Click it."));

    assertThat(chunks)
        .extracting(Chunk::path)
        .containsExactly(List.of("Guide"), List.of("Guide", "Linux"), List.of("Guide", "Use"));
  }

  @Test
  void quotationsStandAlone() {
    List<Chunk> chunks =
        chunk(
            new Block(Kind.HEADING, 0, "Meeting"),
            new Block(Kind.PARAGRAPH, 0, "Yes, at nine."),
            new Block(Kind.QUOTE, 0, "Shall we meet?"),
            new Block(Kind.QUOTE, 0, "Where?"),
            new Block(Kind.PARAGRAPH, 0, "Bob"));

    assertThat(chunks)
        .extracting(Chunk::text)
        .containsExactly("Meeting\nYes, at nine.", "Shall we meet?\nWhere?", "Bob");
    assertThat(chunks).extracting(Chunk::quoted).containsExactly(false, true, false);
  }

  @Test
  void aTableThatIsCutBeginsEveryChunkWithItsFirstRow() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block(Kind.TABLE_ROW, 0, "Name | City"));
    for (int i = 0; i < 60; i++) {
      blocks.add(new Block(Kind.TABLE_ROW, 0, "Anna %d | Lisbon %d".formatted(i, i)));
    }
    blocks.add(new Block(Kind.PARAGRAPH, 0, "After the table."));

    List<Chunk> chunks = chunker.chunk(document(blocks));

    assertThat(chunks).hasSizeGreaterThan(4);
    assertThat(chunks)
        .extracting(Chunk::text)
        .allMatch(text -> text.startsWith("Name | City\nAnna") || text.equals("After the table."));
    assertThat(String.join("\n", chunks.stream().map(Chunk::text).toList()).lines())
        .filteredOn(line -> line.startsWith("Anna"))
        .hasSize(60)
        .doesNotHaveDuplicates();
  }

  @Test
  void codeThatFitsIsNotCut() {
    String code = "int a = 1;\nint b = 2;\nint c = a + b;";
    String text = "Anna moved to Lisbon. ".repeat(11).strip();

    List<Chunk> chunks = chunk(new Block(Kind.PARAGRAPH, 0, text), new Block(Kind.CODE, 0, code));

    assertThat(chunks).extracting(Chunk::text).containsExactly(text, code);
  }

  @Test
  void theLanguageOfAChunkIsTold() {
    List<Chunk> chunks =
        chunk(
            new Block(
                Kind.PARAGRAPH, 0, "Anna ist nach Lissabon gezogen und sie mag den Tee sehr."),
            new Block(Kind.HEADING, 0, "42"));

    assertThat(chunks).extracting(Chunk::language).containsExactly("de", "de");
    assertThat(Languages.of("The ferry leaves at nine and it is on time.")).isEqualTo("en");
    assertThat(Languages.of("El barco sale a las nueve y no es para los niños.")).isEqualTo("es");
    assertThat(Languages.of("私は猫が好きです。")).isEqualTo("ja");
    assertThat(Languages.of("我喜欢喝茶。")).isEqualTo("zh");
    assertThat(Languages.of("ok thanks")).isEmpty();
    assertThat(Languages.of("42 | 17")).isEmpty();
  }

  @Test
  void longSectionsOverlapByWholeSentences() {
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      sentences.add("Sentence number %d speaks of tea.".formatted(i));
    }

    List<Chunk> chunks = chunk(new Block(Kind.PARAGRAPH, 3, String.join(" ", sentences)));

    assertThat(chunks).hasSizeGreaterThan(5);
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      assertThat(chunk.number()).isEqualTo(i);
      assertThat(chunk.firstPage()).isEqualTo(3);
      assertThat(chunk.text()).startsWith("Sentence").endsWith("tea.");
      if (i > 0) {
        String before = chunks.get(i - 1).text();
        String first = chunk.text().substring(0, chunk.text().indexOf("tea.") + 4);
        String repeated = before.substring(before.indexOf(first));
        assertThat(chunk.text()).startsWith(repeated);
        assertThat(TOKENIZER.countTokens(repeated)).isLessThanOrEqualTo(OVERLAP);
      }
    }
    for (String sentence : sentences) {
      assertThat(chunks).anyMatch(chunk -> chunk.text().contains(sentence));
    }
  }

  @Test
  void sentencesThatFitAreNeverSplit() {
    Random random = new Random(7);
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      sentences.add("S" + i + " " + words(random, 1 + random.nextInt(14)) + " end.");
    }

    List<Chunk> chunks = chunk(new Block(Kind.PARAGRAPH, 0, String.join(" ", sentences)));

    for (String sentence : sentences) {
      if (TOKENIZER.countTokens(sentence) <= TOKENS) {
        assertThat(chunks).as(sentence).anyMatch(chunk -> chunk.text().contains(sentence));
      }
    }
  }

  @Test
  void anyDocumentKeepsItsWordsWithinTheLimits() {
    for (int seed = 0; seed < 200; seed++) {
      ExtractedDocument document = randomDocument(new Random(seed));

      List<Chunk> chunks = chunker.chunk(document);

      assertWithinLimits(chunks);
      Set<String> kept = new HashSet<>();
      chunks.forEach(chunk -> kept.addAll(words(chunk.text())));
      document.blocks().forEach(block -> assertThat(kept).containsAll(words(block.text())));
      assertThat(chunker.chunk(document)).isEqualTo(chunks);
    }
  }

  @Test
  void wordsLongerThanAChunkAreCutWithoutLoss() {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      word.append("a1-🙂中").append(i);
    }

    List<Chunk> chunks = chunk(new Block(Kind.PARAGRAPH, 0, "Begin " + word + " end"));

    assertWithinLimits(chunks);
    String joined = String.join("", chunks.stream().map(Chunk::text).toList()).replace(" ", "");
    assertThat(joined).isEqualTo("Begin" + word + "end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x", "\n", ".", "a. ", "中", "中。", "🙂", "a\n", "! ", "\u0301", "\u200b ", "Word. "
      })
  @Timeout(60)
  void hostileTextTakesLinearTime(String repeated) {
    String text = repeated.repeat(200_000);

    for (Kind kind : new Kind[] {Kind.PARAGRAPH, Kind.CODE}) {
      assertWithinLimits(chunk(new Block(kind, 0, text)));
    }
  }

  @Test
  void documentWithoutTextHasNoChunks() {
    assertThat(chunk()).isEmpty();
    assertThat(chunk(new Block(Kind.PARAGRAPH, 0, " \n "), new Block(Kind.CODE, 0, "\n\n")))
        .isEmpty();
  }

  private static Chunk section(int number, String text, String heading) {
    return new Chunk(number, text, 0, 0, List.of(heading), false, "");
  }

  private List<Chunk> chunk(Block... blocks) {
    return chunker.chunk(document(List.of(blocks)));
  }

  private static void assertWithinLimits(List<Chunk> chunks) {
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      assertThat(chunk.number()).isEqualTo(i);
      assertThat(chunk.text()).isNotBlank().hasSizeLessThanOrEqualTo(10_000);
      assertThat(TOKENIZER.countTokens(chunk.text())).isLessThanOrEqualTo(TOKENS);
    }
  }

  private static ExtractedDocument randomDocument(Random random) {
    List<Block> blocks = new ArrayList<>();
    int page = 0;
    for (int i = random.nextInt(20); i >= 0; i--) {
      page += random.nextInt(2);
      Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        int most = random.nextInt(10) == 0 ? 200 : 12;
        text.append(words(random, 1 + random.nextInt(most)));
        text.append(List.of(". ", "! ", "\n", "\n\n", " ", "… ").get(random.nextInt(6)));
      }
      blocks.add(new Block(kind, page, text.toString().strip()));
    }
    return document(blocks);
  }

  private static String words(Random random, int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return String.join(" ", words);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  private static ExtractedDocument document(List<Block> blocks) {
    return new ExtractedDocument(
        Status.OK, Optional.of("Title"), "text/plain", blocks, Optional.empty());
  }
}
