package io.hypnos.engine.extraction;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/** Days, weeks, months and years around a day. */
final class DateUnits {
  private DateUnits() {}

  /** Moves a day by a count of units; nothing when the word is no unit of days. */
  static Optional<LocalDate> move(LocalDate day, String unit, long count) {
    return switch (unit) {
      case "day", "days", "night", "nights" -> Optional.of(day.plusDays(count));
      case "week", "weeks" -> Optional.of(day.plusWeeks(count));
      case "weekend", "weekends" -> Optional.of(day.plusWeeks(count));
      case "month", "months" -> Optional.of(day.plusMonths(count));
      case "year", "years" -> Optional.of(day.plusYears(count));
      case "hour", "hours", "minute", "minutes" -> Optional.of(day);
      default -> Optional.empty();
    };
  }

  /** "Two months ago" is not a day: the coarser the unit, the wider the span. */
  static NumericDates.Days blurred(LocalDate day, String unit) {
    return switch (unit) {
      case "week", "weeks" -> new NumericDates.Days(day.minusDays(3), day.plusDays(3));
      case "month", "months" ->
          new NumericDates.Days(
              day.withDayOfMonth(1), day.with(TemporalAdjusters.lastDayOfMonth()));
      case "year", "years" ->
          new NumericDates.Days(day.withDayOfYear(1), day.with(TemporalAdjusters.lastDayOfYear()));
      default -> new NumericDates.Days(day, day);
    };
  }

  /** The unit before, around or after a day: "last week", "this month", "next year". */
  static Optional<NumericDates.Days> around(String unit, int direction, LocalDate today) {
    LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return Optional.ofNullable(
        switch (unit) {
          case "day" -> span(today.plusDays(direction), 1);
          case "night", "evening", "morning", "afternoon" ->
              span(today.plusDays(Math.min(direction, 0)), 1);
          case "week" -> span(monday.plusWeeks(direction), 7);
          case "weekend" -> span(weekend(monday, today, direction), 2);
          case "month" -> {
            LocalDate first = today.withDayOfMonth(1).plusMonths(direction);
            yield new NumericDates.Days(first, first.plusMonths(1).minusDays(1));
          }
          case "quarter" -> {
            LocalDate first =
                today
                    .withDayOfMonth(1)
                    .minusMonths((today.getMonthValue() - 1) % 3)
                    .plusMonths(3L * direction);
            yield new NumericDates.Days(first, first.plusMonths(3).minusDays(1));
          }
          case "year" -> {
            LocalDate first = today.withDayOfYear(1).plusYears(direction);
            yield new NumericDates.Days(first, first.plusYears(1).minusDays(1));
          }
          default -> null;
        });
  }

  private static LocalDate weekend(LocalDate monday, LocalDate today, int direction) {
    LocalDate saturday = monday.plusDays(5);
    return today.isBefore(saturday) || direction <= 0
        ? saturday.plusWeeks(direction < 0 ? -1 : direction > 0 ? 1 : 0)
        : saturday.plusWeeks(1);
  }

  private static NumericDates.Days span(LocalDate first, int days) {
    return new NumericDates.Days(first, first.plusDays(days - 1L));
  }
}
