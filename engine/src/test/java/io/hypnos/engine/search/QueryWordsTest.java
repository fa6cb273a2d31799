package io.hypnos.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class QueryWordsTest {
  @Test
  void wordsThatOnlyAskAreLeftOut() {
    assertThat(QueryWords.of("When did Caroline go to the support group?").content())
        .containsExactly("Caroline", "go", "to", "the", "support", "group");
  }

  @Test
  void aQuestionOfAskingWordsAloneKeepsThem() {
    assertThat(QueryWords.of("Who is who?").content()).containsExactly("Who", "is");
  }

  @Test
  void partsOfATimeAreKnown() {
    assertThat(QueryWords.of("What happened on 8 May, 2023?").times())
        .containsExactly("8", "May", "2023");
  }

  @Test
  void aNameIsNamedWhenAllOfItIsThere() {
    QueryWords words = QueryWords.of("What is Anna Berg's dog called?");

    assertThat(words.names("anna berg")).isTrue();
    assertThat(words.names("Anna Smith")).isFalse();
    assertThat(words.names("")).isFalse();
  }

  @Test
  void whatIsLeftWithoutNamesIsWhatIsAsked() {
    assertThat(QueryWords.of("What is Anna Berg's dog called?").without(List.of("Anna Berg")))
        .contains("dog called");
    assertThat(QueryWords.of("Who is Anna?").without(List.of("Anna"))).isEmpty();
  }

  @Test
  void aVeryLongQueryIsCut() {
    String query = "word%d ".repeat(1).formatted(0) + "x ".repeat(10) + longWords();

    assertThat(QueryWords.of(query).content().size()).isLessThanOrEqualTo(120);
    assertThat(String.join(" ", QueryWords.of(query).content()).length()).isLessThan(1_100);
  }

  private static String longWords() {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      words.append("verylongword").append(i).append(' ');
    }
    return words.toString();
  }

  @Test
  void aQueryWithoutALetterIsAskedForAsItIs() {
    assertThat(QueryWords.of(" :-) ").content()).containsExactly(":-)");
    assertThat(QueryWords.of("   ").content()).isEmpty();
  }
}
