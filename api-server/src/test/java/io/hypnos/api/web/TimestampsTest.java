package io.hypnos.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimestampsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-03-04T05:06:07.123Z, 2026-03-04T05:06:07.123Z",
    "2026-03-04T05:06:07+02:00, 2026-03-04T03:06:07Z",
    "2026-03-04T05:06:07-05:00, 2026-03-04T10:06:07Z",
    "2026-03-04T05:06:07, 2026-03-04T05:06:07Z",
    "2026-03-04 05:06:07, 2026-03-04T05:06:07Z",
    "2026-03-04T05:06, 2026-03-04T05:06:00Z",
    "2026-03-04, 2026-03-04T00:00:00Z"
  })
  void aTimeWithoutOffsetIsMeantAsUtc(String text, Instant expected) {
    assertThat(Timestamps.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2026-13-01", "2026-02-30T00:00:00Z", "+12026-01-01", "17:00"})
  void otherTextsAreNoTimes(String text) {
    assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
