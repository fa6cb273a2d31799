package io.hypnos.engine.resilience;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the HTTP header {@code Retry-After}: seconds, or a date. */
public final class RetryAfter {
  private static final Duration MOST = Duration.ofDays(365);

  private RetryAfter() {}

  /** Empty when there is no header or it cannot be read; never negative. */
  public static Optional<Duration> parse(Optional<String> header, Clock clock) {
    return header.map(String::trim).flatMap(text -> parse(text, clock)).map(RetryAfter::bounded);
  }

  private static Optional<Duration> parse(String text, Clock clock) {
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(clock.instant(), date.toInstant()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(MOST) > 0 ? MOST : asked;
  }
}
