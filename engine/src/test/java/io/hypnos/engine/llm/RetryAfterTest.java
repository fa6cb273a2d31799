package io.hypnos.engine.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7                             | PT7S
          0                             | PT0S
          Tue, 26 May 2026 10:00:30 GMT | PT30S
          Tue, 26 May 2026 09:00:00 GMT | PT0S
          -3                            |
          soon                          |
          99999999999999999999          |
          """)
  void secondsAndDatesAreReadAndTheRestSaysNothing(String header, Duration pause) {
    assertThat(RetryAfter.parse(header, Instant.parse("2026-05-26T10:00:00Z")).orElse(null))
        .isEqualTo(pause);
  }
}
