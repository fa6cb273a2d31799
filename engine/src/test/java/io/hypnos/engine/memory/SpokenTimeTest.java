package io.hypnos.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpokenTimeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1:56 pm on 8 May, 2023 | 2023-05-08T13:56:00Z",
        "12:05 am on 1 January, 2024 | 2024-01-01T00:05:00Z",
        "May 8, 2023 | 2023-05-08T00:00:00Z",
        "8th of nothing 8 May 2023 13:56 | 2023-05-08T13:56:00Z",
        "Sept. 3 2021 | 2021-09-03T00:00:00Z",
      })
  void timesAsPeopleWriteThemAreUnderstood(String text, String expected) {
    assertThat(SpokenTime.parse(text)).contains(Instant.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "31 February, 2023", "99:99 on 8 May", "yesterday", "12 abc 2023"})
  void whatIsNoTimeIsNone(String text) {
    assertThat(SpokenTime.parse(text)).isEmpty();
  }

  @Test
  void aTextIsNotSearchedForTimes() {
    assertThat(SpokenTime.parse("x".repeat(200) + " 8 May 2023")).isEmpty();
  }
}
