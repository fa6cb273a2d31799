package io.hypnos.engine.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SentencesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Anna moved.~She likes tea.",
        "Really?!~Yes…~\"No.\"~(Perhaps.)~Done",
        "Dr. Smith met J. Doe, e.g. at St. Mary.~They talked.",
        "It costs 3.14 or approx. 3 per piece.~See example.org for more.",
        "He wrote yahoo! and left.~Bye!",
        "one line\ncontinues here¶Another line¶Third",
        "今日は晴れ。^明日は雨！^Yes",
        "No end",
      })
  void sentencesAreFound(String marked) {
    String[] expected = marked.split("[~¶^]");
    String text = marked.replace("~", " ").replace("¶", "\n").replace("^", "");

    assertThat(Sentences.of(text)).extracting(Sentence::text).containsExactly(expected);
  }

  @Test
  void separatorsTellWhatStoodBetween() {
    assertThat(Sentences.of("A one. B two.\n\nC three。D"))
        .extracting(Sentence::separator)
        .containsExactly("", " ", "\n", "");
  }

  @Test
  void noTextHasNoSentence() {
    assertThat(Sentences.of("")).isEmpty();
    assertThat(Sentences.of(" \n\n ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", " ", "\n", ".", "a. ", "\n.", "a.\n", "'\"", ". '", "e.g."})
  @Timeout(30)
  void hostileTextTakesLinearTime(String repeated) {
    String text = repeated.repeat(300_000);

    int kept = Sentences.of(text).stream().mapToInt(sentence -> visible(sentence.text())).sum();

    assertThat(kept).isEqualTo(visible(text));
  }

  private static int visible(String text) {
    return (int) text.chars().filter(c -> !Character.isWhitespace(c)).count();
  }
}
