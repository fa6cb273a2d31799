package io.hypnos.engine.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.SettableClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTest {
  private final SettableClock clock = new SettableClock("2026-03-01T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0                             | PT0S
          7                             | PT7S
          ' 120 '                       | PT2M
          Sun, 1 Mar 2026 10:00:30 GMT  | PT30S
          Sun, 1 Mar 2026 09:59:00 GMT  | PT0S
          999999999                     | PT8760H
          Fri, 1 Mar 2999 10:00:00 GMT  | PT8760H
          """)
  void secondsAndDatesAreUnderstood(String header, Duration expected) {
    assertThat(RetryAfter.parse(Optional.of(header), clock)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999", "Mon, 1 Foo 2026"})
  void whatCannotBeReadCountsAsAbsent(String header) {
    assertThat(RetryAfter.parse(Optional.of(header), clock)).isEmpty();
  }

  @Test
  void noHeaderIsEmpty() {
    assertThat(RetryAfter.parse(Optional.empty(), clock)).isEmpty();
  }
}
