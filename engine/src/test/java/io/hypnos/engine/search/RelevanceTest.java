package io.hypnos.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RelevanceTest {
  @Test
  void sharedWordsLiftButNeverLower() {
    assertThat(Relevance.of(0.4, 0)).isEqualTo(0.4);
    assertThat(Relevance.of(0.4, 1)).isGreaterThan(Relevance.of(0.4, 0.5)).isLessThan(1);
    assertThat(Relevance.of(-0.2, 0)).isZero();
    assertThat(Relevance.of(1, 1)).isEqualTo(1);
  }

  @Test
  void coverageCountsContentWordsWithoutInflection() {
    assertThat(
            Relevance.coverage(
                Relevance.contentWords("Where are the uploads retried?"),
                "We retry an upload after a 503"))
        .isEqualTo(0.5, within(0.001));
    assertThat(Relevance.coverage(Relevance.contentWords("who is it?"), "anything")).isZero();
  }
}
