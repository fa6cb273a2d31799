package io.hypnos.engine.extraction;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A date or span of days that a text names.
 *
 * @param first first day
 * @param last last day, the same for a single one
 * @param time time of day, where one is told beside it
 * @param bound whether all before or after is meant
 * @param start where the words begin in the text
 * @param end where they end
 */
public record DateMention(
    LocalDate first, LocalDate last, Optional<LocalTime> time, Bound bound, int start, int end) {

  /** What "since", "until" and the like do to a date. */
  public enum Bound {
    WITHIN,
    SINCE,
    AFTER,
    BEFORE,
    UNTIL
  }

  /** The days that are meant; open ends stay open. */
  public TimeRange range(ZoneId zone) {
    TimeRange days = TimeRange.ofDays(first, last, zone);
    return switch (bound) {
      case WITHIN -> days;
      case SINCE -> new TimeRange(days.from(), TimeRange.LATEST);
      case AFTER -> new TimeRange(days.to(), TimeRange.LATEST);
      case BEFORE -> new TimeRange(TimeRange.EARLIEST, days.from());
      case UNTIL -> new TimeRange(TimeRange.EARLIEST, days.to());
    };
  }

  public boolean isOneDay() {
    return first.equals(last);
  }

  DateMention with(Bound other, int from) {
    return new DateMention(first, last, time, other, from, end);
  }

  DateMention with(LocalTime at, int from, int to) {
    return new DateMention(
        first, last, Optional.of(at), bound, Math.min(start, from), Math.max(end, to));
  }
}
