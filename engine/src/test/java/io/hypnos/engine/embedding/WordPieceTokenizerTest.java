package io.hypnos.engine.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordPieceTokenizerTest {
  private static final int BEGIN = 101;
  private static final int END = 102;
  private static final int UNKNOWN = 100;

  private static final WordPieceTokenizer TOKENIZER = WordPieceTokenizer.bundled();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hello world          | 7592 2088
          HELLO, World!        | 7592 1010 2088 999
          Café                 | 7668
          naïve                | 15743
          don't                | 2123 1005 1056
          new-york             | 2047 1011 2259
          20266                | 16798 28756
          中中                 | 1746 1746
          hello中world         | 7592 1746 2088
          100€                 | 2531 30102
          [SEP]                | 1031 19802 1033
          """)
  void wordsBecomeTheIdsOfTheVocabulary(String text, String ids) {
    long[] expected =
        LongStream.concat(
                LongStream.concat(
                    LongStream.of(BEGIN), Arrays.stream(ids.split(" ")).mapToLong(Long::parseLong)),
                LongStream.of(END))
            .toArray();

    assertThat(TOKENIZER.encode(text, 256)).containsExactly(expected);
  }

  @Test
  void composedAndDecomposedLettersAreTheSame() {
    assertThat(TOKENIZER.encode("Cafe\u0301 İstanbul", 64))
        .containsExactly(TOKENIZER.encode("Caf\u00e9 istanbul", 64));
  }

  @Test
  void controlCharactersVanishAndWhiteSpaceSeparates() {
    assertThat(TOKENIZER.encode("he\u0000l\u200blo\u00a0\u3000\t\r\nwor\ufffdld", 64))
        .containsExactly(BEGIN, 7592, 2088, END);
    assertThat(TOKENIZER.encode("\u0000 \u200b", 64)).containsExactly(BEGIN, END);
    assertThat(TOKENIZER.encode("a\ud800b", 64)).containsExactly(TOKENIZER.encode("ab", 64));
  }

  @Test
  void wordsOfMoreThanAHundredCharactersAreUnknown() {
    assertThat(TOKENIZER.countTokens("a".repeat(100))).isGreaterThan(1);
    assertThat(TOKENIZER.encode("a".repeat(101), 64)).containsExactly(BEGIN, UNKNOWN, END);
    assertThat(TOKENIZER.encode("hello \u1b83\u1bae", 64)).contains(UNKNOWN);
  }

  @Test
  void longTextIsCutAndKeepsItsEnd() {
    long[] ids = TOKENIZER.encode("hello ".repeat(1000), 16);

    assertThat(ids).hasSize(16).startsWith(BEGIN, 7592).endsWith(7592, END);
    assertThat(TOKENIZER.encode("hello", 2)).containsExactly(BEGIN, END);
    assertThatThrownBy(() -> TOKENIZER.encode("hello", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsOfJoinedTextsAddUp() {
    String[] parts = {"The embedding,", "don't", "中文 text", "[MASK] unaffable"};
    int sum = 0;
    for (String part : parts) {
      sum += TOKENIZER.countTokens(part);
    }

    assertThat(TOKENIZER.countTokens(String.join(" ", parts))).isEqualTo(sum);
  }

  @Test
  @Timeout(20)
  void hostileTextTakesLinearTime() {
    String marks = "a" + "\u0301\u0316".repeat(500_000);
    String oneWord = "x".repeat(10_000_000);
    String unsplittable = ("q".repeat(99) + "\u1b83 ").repeat(20_000);

    assertThat(TOKENIZER.encode(marks, 256)).containsExactly(BEGIN, 1037, END);
    assertThat(TOKENIZER.countTokens(oneWord)).isEqualTo(1);
    assertThat(TOKENIZER.countTokens(unsplittable)).isEqualTo(20_000);
    assertThat(TOKENIZER.countTokens("!".repeat(1_000_000))).isEqualTo(1_000_000);
  }
}
