package io.hypnos.engine.extraction;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/** Dates in digits: 2023-05-07, 2023-05, 7.5.2023, 5/7/2023 (month first unless it cannot be). */
final class NumericDates {
  private static final int LONGEST = 10;

  private NumericDates() {}

  /** First and last day. */
  record Days(LocalDate first, LocalDate last) {}

  static Optional<Days> of(String text) {
    if (text.length() > LONGEST || text.length() < 6) {
      return Optional.empty();
    }
    try {
      return parse(text);
    } catch (DateTimeException | NumberFormatException e) {
      // The 30th of February is no date; neither are digits of another script here.
      return Optional.empty();
    }
  }

  private static Optional<Days> parse(String text) {
    String[] parts = text.split("[-./]", 4);
    char separator = text.charAt(parts[0].length() < text.length() ? parts[0].length() : 0);
    if (parts.length == 2 && parts[0].length() == 4 && separator == '-' && parts[1].length() == 2) {
      YearMonth month = YearMonth.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
      return Optional.of(new Days(month.atDay(1), month.atEndOfMonth()));
    } else if (parts.length != 3) {
      return Optional.empty();
    }
    int a = Integer.parseInt(parts[0]);
    int b = Integer.parseInt(parts[1]);
    int c = Integer.parseInt(parts[2]);
    if (parts[0].length() == 4) {
      return day(a, b, c);
    } else if (parts[2].length() != 4) {
      return Optional.empty();
    } else if (separator == '/' && a <= 12) {
      return day(c, a, b);
    }
    return day(c, b, a);
  }

  private static Optional<Days> day(int year, int month, int day) {
    LocalDate date = LocalDate.of(year, month, day);
    return Optional.of(new Days(date, date));
  }
}
