package io.hypnos.engine.memory;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: "1:56 pm on 8 May, 2023", "May 8, 2023", "8 May 2023 13:56". */
final class SpokenTime {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private static final Pattern DAY_FIRST =
      Pattern.compile("\\b(\\d{1,2})(?:st|nd|rd|th)? +([a-z]{3,9})\\.?,? +(\\d{4})\\b");

  private static final Pattern MONTH_FIRST =
      Pattern.compile("\\b([a-z]{3,9})\\.? +(\\d{1,2})(?:st|nd|rd|th)?,? +(\\d{4})\\b");

  private static final Pattern CLOCK =
      Pattern.compile("\\b(\\d{1,2}):(\\d{2})(?::\\d{2})? *(am|pm)?\\b");

  private static final int LONGEST = 100;

  private SpokenTime() {}

  static Optional<Instant> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String folded = text.toLowerCase(Locale.ROOT);
    return date(folded)
        .map(date -> date.atTime(time(folded).orElse(LocalTime.MIDNIGHT)))
        .map(time -> time.toInstant(ZoneOffset.UTC));
  }

  private static Optional<LocalDate> date(String text) {
    Matcher dayFirst = DAY_FIRST.matcher(text);
    if (dayFirst.find()) {
      return date(dayFirst.group(3), dayFirst.group(2), dayFirst.group(1));
    }
    Matcher monthFirst = MONTH_FIRST.matcher(text);
    if (monthFirst.find()) {
      return date(monthFirst.group(3), monthFirst.group(1), monthFirst.group(2));
    }
    return Optional.empty();
  }

  private static Optional<LocalDate> date(String year, String month, String day) {
    int number = MONTHS.indexOf(month.substring(0, 3)) + 1;
    if (number == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.of(Integer.parseInt(year), number, Integer.parseInt(day)));
    } catch (DateTimeException e) {
      return Optional.empty(); // The 31st of a short month is no date.
    }
  }

  private static Optional<LocalTime> time(String text) {
    Matcher clock = CLOCK.matcher(text);
    if (!clock.find()) {
      return Optional.empty();
    }
    int hour = Integer.parseInt(clock.group(1));
    int minute = Integer.parseInt(clock.group(2));
    if (clock.group(3) != null) {
      hour = hour % 12 + (clock.group(3).equals("pm") ? 12 : 0);
    }
    return hour < 24 && minute < 60 ? Optional.of(LocalTime.of(hour, minute)) : Optional.empty();
  }
}
