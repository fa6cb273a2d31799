package io.hypnos.engine.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.settings.EmbeddingSettings.PieceSettings;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextPiecesTest {
  private static final TextPieces PIECES = pieces(90, 12, 32);

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\n\n", "Anna lives in Lisbon.", "  padded \u0000 text  ", "\ud83d"})
  void aShortTextIsItsOnlyPiece(String text) {
    assertThat(PIECES.of(text)).containsExactly(text);
  }

  @Test
  void aTextHardlyLongerThanAPieceStaysWhole() {
    assertThat(PIECES.of(words(0, 120))).hasSize(1);
    assertThat(PIECES.of(words(0, 121))).hasSize(2);
  }

  @Test
  void withoutSentencesPiecesEndWithWordsAndOverlap() {
    assertThat(PIECES.of(words(0, 190))).containsExactly(words(0, 90), words(78, 190));
    assertThat(PIECES.of(words(0, 300)))
        .containsExactly(words(0, 90), words(78, 168), words(156, 246), words(234, 300));
  }

  @Test
  void piecesEndWithSentencesWhereOneEndsNear() {
    // Sentences of 20 words: the last that ends within 90 words ends after 80, and none begins in
    // the 12 words before.
    String text = sentences(10, 20);

    List<String> pieces = PIECES.of(text);

    assertThat(pieces)
        .hasSize(2)
        .allSatisfy(piece -> assertThat(piece).startsWith("W").endsWith("."));
    assertThat(String.join(" ", pieces)).isEqualTo(text);
  }

  @Test
  void theOverlapBeginsWithASentenceWhereOneBegins() {
    List<String> pieces = PIECES.of(sentences(40, 8));

    assertThat(pieces).allSatisfy(piece -> assertThat(piece).startsWith("W").endsWith("."));
    assertThat(pieces.get(1)).startsWith("W80 ");
    assertThat(pieces.get(0)).endsWith(" w87.");
  }

  @Test
  void linesAndWideFullStopsEndSentences() {
    String lines =
        IntStream.range(0, 60)
            .mapToObj(i -> "key" + i + " value" + i + " and")
            .collect(Collectors.joining("\n"));
    assertThat(PIECES.of(lines))
        .allSatisfy(piece -> assertThat(piece).startsWith("key").endsWith("and"));

    List<String> chinese = PIECES.of("今天天气很好我们去公园。".repeat(40));
    assertThat(chinese).hasSizeGreaterThan(4).allSatisfy(piece -> assertThat(piece).endsWith("。"));
  }

  @Test
  void whatHasNoSpacesIsCutToo() {
    assertThat(PIECES.of("ab3Xk9".repeat(400)))
        .hasSizeGreaterThan(3)
        .allSatisfy(piece -> assertThat(piece.length()).isLessThanOrEqualTo(120 * 6));
  }

  @Test
  void ofAVeryLongTextPiecesAreTakenEvenly() {
    List<String> all = pieces(90, 12, 1000).of(words(0, 10_000));
    List<String> some = pieces(90, 12, 5).of(words(0, 10_000));

    assertThat(some)
        .containsExactly(
            all.get(0),
            all.get((all.size() - 1) / 4),
            all.get((all.size() - 1) / 2),
            all.get((int) ((all.size() - 1) * 3L / 4)),
            all.get(all.size() - 1));
    assertThat(pieces(90, 12, 1).of(words(0, 10_000))).containsExactly(all.get(0));
  }

  @Test
  void charactersStayWholeWithTheirMarks() {
    String family = "👩\u200d👩\u200d👧\u200d👦";
    String accent = "e\u0301";
    for (String unit : new String[] {family, accent, "👍🏽", "𠀀"}) {
      List<String> pieces = PIECES.of(unit.repeat(2_000));
      assertThat(pieces).hasSizeGreaterThan(1);
      assertThat(pieces).allSatisfy(piece -> assertThat(piece.replace(unit, "")).isEmpty());
    }
  }

  @Test
  void everyWordIsInAPieceAndPiecesFollowEachOther() {
    long seed = 20261128;
    Random random = new Random(seed);
    for (int round = 0; round < 1_500; round++) {
      String text = randomText(random);
      TextPieces some = pieces(20 + random.nextInt(100), random.nextInt(11), 100_000);
      List<String> pieces = some.of(text);
      String where = "seed %d, round %d".formatted(seed, round);

      assertThat(some.of(text)).as(where).isEqualTo(pieces);
      int covered = 0;
      int from = 0;
      for (String piece : pieces) {
        int at = text.indexOf(piece, from);
        assertThat(at).as(where).isGreaterThanOrEqualTo(0);
        if (at > covered) {
          assertThat(text.substring(covered, at).codePoints().allMatch(TextPiecesTest::isSpace))
              .as(where)
              .isTrue();
        }
        assertThat(cutsPair(text, at) || cutsPair(text, at + piece.length())).as(where).isFalse();
        covered = Math.max(covered, at + piece.length());
        from = at;
      }
      assertThat(text.substring(covered).codePoints().allMatch(TextPiecesTest::isSpace))
          .as(where)
          .isTrue();
    }
  }

  @Test
  @Timeout(20)
  void hostileTextTakesLinearTime() {
    assertThat(PIECES.of("x".repeat(5_000_000))).hasSize(32);
    assertThat(PIECES.of("a" + "\u0301".repeat(3_000_000))).hasSize(32);
    assertThat(PIECES.of(". ".repeat(2_000_000))).hasSize(32);
    assertThat(PIECES.of(" ".repeat(5_000_000))).hasSize(1);
    assertThat(PIECES.of("\ud83d".repeat(2_000_000))).hasSize(32);
    assertThat(PIECES.of("\u200d".repeat(2_000_000))).hasSize(32);
  }

  private static TextPieces pieces(int words, int overlap, int most) {
    return new TextPieces(new PieceSettings(words, overlap, most));
  }

  private static String words(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
  }

  private static String sentences(int count, int length) {
    return IntStream.range(0, count)
        .mapToObj(i -> "W" + words(i * length, (i + 1) * length).substring(1) + ".")
        .collect(Collectors.joining(" "));
  }

  private static String randomText(Random random) {
    String[] alphabet = {
      "word",
      "a",
      ".",
      "! ",
      "\n",
      "。",
      "中",
      "か",
      "e\u0301",
      "👍🏽",
      "\ud800",
      "\udc00",
      "\u0000",
      "\u200d",
      "\u00a0",
      "Ω",
      "donaudampfschifffahrtsgesellschaftskapitän",
      "…",
      "\u3000"
    };
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(900);
    int spaces = random.nextInt(3);
    for (int i = 0; i < length; i++) {
      text.append(alphabet[random.nextInt(alphabet.length)])
          .append(" ".repeat(random.nextInt(spaces + 1)));
    }
    return text.toString();
  }

  private static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  private static boolean cutsPair(String text, int position) {
    return position > 0
        && position < text.length()
        && Character.isSurrogatePair(text.charAt(position - 1), text.charAt(position));
  }
}
