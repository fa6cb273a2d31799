package io.hypnos.engine.extraction;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Dates as words for the index, and words in a question as dates. Pure. */
public final class DateWords {
  private static final String[] SEASONS = {"winter", "spring", "summer", "autumn"};

  private DateWords() {}

  /**
   * A date as people and machines write it: {@code "7 May 2023, May 2023, Sunday, spring 2023,
   * 2023-05-07"}.
   */
  public static String of(Instant moment, ZoneId zone) {
    LocalDate day;
    try {
      day = LocalDate.ofInstant(moment, zone);
    } catch (DateTimeException e) {
      // Beyond the calendar there are no words for a day.
      return "";
    }
    String month = day.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    String weekday = day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    // December belongs to the winter that is named after it.
    String season = SEASONS[day.getMonthValue() % 12 / 3];
    return "%d %s %d, %s %d, %s, %s %d, %s"
        .formatted(
            day.getDayOfMonth(),
            month,
            day.getYear(),
            month,
            day.getYear(),
            weekday,
            season,
            day.getYear(),
            day);
  }

  /** All dates that a text names, in order; a date without a year is the one nearest the past. */
  public static List<DateMention> inPast(String text, Instant now, ZoneId zone) {
    return DateExpressions.in(text, now, zone, false);
  }

  /** As {@link #inPast}, but "on Friday" is the next one: for what is planned. */
  public static List<DateMention> inFuture(String text, Instant now, ZoneId zone) {
    return DateExpressions.in(text, now, zone, true);
  }

  /**
   * The time that a question asks about, seen from now: "last week", "in May 2023", "between May
   * and July", "since Monday". Several dates give the span over all; none gives nothing.
   */
  public static Optional<TimeRange> range(String question, Instant now, ZoneId zone) {
    return inPast(question, now, zone).stream()
        .map(mention -> mention.range(zone))
        .reduce(DateWords::combined);
  }

  /** "after May and before July" is what both allow; two plain dates are the span over both. */
  private static TimeRange combined(TimeRange one, TimeRange other) {
    Instant from = one.from().isAfter(other.from()) ? one.from() : other.from();
    Instant to = one.to().isBefore(other.to()) ? one.to() : other.to();
    boolean open =
        one.to().equals(TimeRange.LATEST)
            || one.from().equals(TimeRange.EARLIEST)
            || other.to().equals(TimeRange.LATEST)
            || other.from().equals(TimeRange.EARLIEST);
    return open && from.isBefore(to) ? new TimeRange(from, to) : one.spanning(other);
  }
}
