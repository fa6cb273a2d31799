package io.hypnos.engine.importance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RichnessTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The port is | The port is 42",
        "Ann has a bill | Ann has a cat and a bill",
        "The call is | The call is at 3 pm",
        "Der Server | Der Server läuft",
        "会議 | 会議は水曜日です",
        "Call | Call PAY-118"
      })
  void aNumberAShortWordAndAnyScriptSaySomething(String less, String more) {
    assertThat(Richness.of(more)).isGreaterThan(Richness.of(less));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"backup | backup backup", "backup | the backup, and it is not", "'' | ok"})
  void repeatsAndGrammarSayNothingMore(String one, String other) {
    assertThat(Richness.of(other)).isEqualTo(Richness.of(one));
  }

  @Test
  void itGrowsTowardsOne() {
    assertThat(Richness.of("alpha")).isEqualTo(1 - Math.exp(-7.0 / 40));
    assertThat(Richness.of("")).isZero();
  }
}
