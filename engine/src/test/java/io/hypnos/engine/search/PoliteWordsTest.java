package io.hypnos.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PoliteWordsTest {
  @Test
  void politenessIsDropped() {
    assertThat(PoliteWords.dropped("Hey, could you please tell me where Anna lives, please?"))
        .isEqualTo("where Anna lives");
    assertThat(PoliteWords.dropped("Do you remember what I said about tea?"))
        .isEqualTo("what I said about tea?");
  }

  @Test
  void whatIsNothingElseStays() {
    assertThat(PoliteWords.dropped("hello")).isEqualTo("hello");
  }
}
