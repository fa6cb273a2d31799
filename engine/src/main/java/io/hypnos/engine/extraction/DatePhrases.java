package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.Word.Kind;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The phrase for a date that begins at a word: "7 May 2023", "last week", "three days ago". */
final class DatePhrases {
  private static final Map<String, Integer> NEAR_DAYS =
      Map.ofEntries(
          Map.entry("today", 0),
          Map.entry("tonight", 0),
          Map.entry("yesterday", -1),
          Map.entry("tomorrow", 1),
          Map.entry("heute", 0),
          Map.entry("gestern", -1),
          Map.entry("vorgestern", -2),
          Map.entry("morgen", 1),
          Map.entry("übermorgen", 2),
          Map.entry("aujourd'hui", 0),
          Map.entry("hier", -1),
          Map.entry("demain", 1),
          Map.entry("hoy", 0),
          Map.entry("ayer", -1),
          Map.entry("mañana", 1));
  private static final List<Map.Entry<String, Integer>> UNSPACED_DAYS =
      List.of(
          Map.entry("前天", -2),
          Map.entry("昨天", -1),
          Map.entry("今天", 0),
          Map.entry("后天", 2),
          Map.entry("明天", 1),
          Map.entry("昨日", -1),
          Map.entry("今日", 0),
          Map.entry("明日", 1));
  private static final Set<String> PAST = Set.of("last", "past", "previous");
  private static final Set<String> FUTURE = Set.of("next", "coming", "following");
  private static final Set<String> MONTH_LINKS =
      Set.of(
          "in", "of", "since", "until", "till", "by", "last", "next", "this", "early", "late",
          "mid", "during", "from", "between", "im", "en", "before", "after", "and", "through");
  private static final int LONGEST_REACH = 100_000;

  private final List<Word> words;
  private final LocalDate today;
  private final boolean future;

  /** Days and the index behind the phrase. */
  record Found(LocalDate first, LocalDate last, int next) {}

  DatePhrases(List<Word> words, LocalDate today, boolean future) {
    this.words = words;
    this.today = today;
    this.future = future;
  }

  Optional<Found> at(int index) {
    try {
      return switch (words.get(index).kind()) {
        case NUMBER -> fromNumber(index);
        case WORD -> fromWord(index);
        case UNSPACED -> fromUnspaced(index);
        case IDENTIFIER, MARK -> Optional.empty();
      };
    } catch (DateTimeException e) {
      // "31 February" names no day.
      return Optional.empty();
    }
  }

  private Optional<Found> fromNumber(int index) {
    Optional<NumericDates.Days> days = NumericDates.of(words.get(index).key());
    if (days.isPresent()) {
      return Optional.of(new Found(days.get().first(), days.get().last(), index + 1));
    }
    int day = day(index);
    if (day > 0) {
      int next = afterOrdinal(index + 1);
      next = next + (key(next).equals("of") || key(next).equals("de") ? 1 : 0);
      next = next + (mark(next, '.') && isMonth(next + 1) ? 1 : 0);
      Month month = isMonth(next) ? CalendarNames.MONTHS.get(key(next)) : null;
      if (month != null) {
        return Optional.of(dayOf(month, day, next + 1));
      }
    }
    Optional<Found> counted = counted(index);
    return counted.isPresent() ? counted : year(index);
  }

  private Optional<Found> fromWord(int index) {
    String key = key(index);
    Integer near = NEAR_DAYS.get(key);
    if (near != null) {
      return days(today.plusDays(near), index + 1);
    } else if (key.equals("day")
        && key(index + 2).equals("yesterday")
        && key(index + 1).equals("before")) {
      return days(today.minusDays(2), index + 3);
    } else if (key.equals("day")
        && key(index + 2).equals("tomorrow")
        && key(index + 1).equals("after")) {
      return days(today.plusDays(2), index + 3);
    } else if (PAST.contains(key) || FUTURE.contains(key) || key.equals("this")) {
      return relative(index);
    } else if (isMonth(index)) {
      return Optional.of(month(index));
    } else if (isWeekday(index)) {
      return days(weekday(CalendarNames.WEEKDAYS.get(key), future ? 1 : -1), index + 1);
    } else if (CalendarNames.SEASONS.containsKey(key) && yearAt(index + 1) > 0) {
      return Optional.of(season(CalendarNames.SEASONS.get(key), yearAt(index + 1), index + 2));
    }
    return counted(index);
  }

  private Optional<Found> fromUnspaced(int index) {
    String text = words.get(index).text();
    for (Map.Entry<String, Integer> day : UNSPACED_DAYS) {
      if (text.contains(day.getKey())) {
        return days(today.plusDays(day.getValue()), index + 1);
      }
    }
    return Optional.empty();
  }

  /** "last week", "next Friday", "this month", "last three weeks". */
  private Optional<Found> relative(int index) {
    int direction = PAST.contains(key(index)) ? -1 : FUTURE.contains(key(index)) ? 1 : 0;
    int next = index + 1;
    String unit = key(next);
    if (isWeekdayName(next)) {
      return days(
          weekday(CalendarNames.WEEKDAYS.get(unit), direction == 0 ? 0 : direction), next + 1);
    } else if (CalendarNames.MONTHS.containsKey(unit) && unit.length() > 2) {
      YearMonth month = nearest(CalendarNames.MONTHS.get(unit), direction);
      return Optional.of(new Found(month.atDay(1), month.atEndOfMonth(), next + 1));
    } else if (CalendarNames.SEASONS.containsKey(unit)) {
      return Optional.of(relativeSeason(CalendarNames.SEASONS.get(unit), direction, next + 1));
    }
    Optional<NumberWords.Reading> number =
        next < words.size() ? NumberWords.at(words, next) : Optional.empty();
    if (number.isPresent() && direction != 0) {
      return lastOrNext(number.get(), direction);
    }
    return DateUnits.around(unit, direction, today)
        .map(days -> new Found(days.first(), days.last(), next + 1));
  }

  private Optional<Found> lastOrNext(NumberWords.Reading number, int direction) {
    long count = reach(number.number());
    Optional<LocalDate> far =
        count < 0 ? Optional.empty() : DateUnits.move(today, key(number.next()), direction * count);
    return far.map(
        day ->
            direction < 0
                ? new Found(day, today, number.next() + 1)
                : new Found(today, day, number.next() + 1));
  }

  /** "three days ago", "a week ago", "in two weeks". */
  private Optional<Found> counted(int index) {
    boolean ahead = key(index).equals("in");
    int at = ahead ? index + 1 : index;
    if (at >= words.size()) {
      return Optional.empty();
    }
    long count = key(at).equals("a") || key(at).equals("an") || key(at).equals("one") ? 1 : -1;
    int next = at + 1;
    if (key(at).equals("a") && key(at + 1).equals("couple")) {
      count = 2;
      next = at + (key(at + 2).equals("of") ? 3 : 2);
    } else if (count < 0) {
      Optional<NumberWords.Reading> number = NumberWords.at(words, at);
      if (number.isEmpty()) {
        return Optional.empty();
      }
      count = reach(number.get().number());
      next = number.get().next();
    }
    boolean ago = key(next + 1).equals("ago") || key(next + 1).equals("back");
    if (count < 0 || !(ahead || ago)) {
      return Optional.empty();
    }
    int end = next + (ago ? 2 : 1);
    String unit = key(next);
    return DateUnits.move(today, unit, ago ? -count : count)
        .map(day -> DateUnits.blurred(day, unit))
        .map(days -> new Found(days.first(), days.last(), end));
  }

  private Optional<Found> year(int index) {
    int year = yearAt(index);
    boolean named =
        index > 0 && (MONTH_LINKS.contains(key(index - 1)) || key(index - 1).equals("the"));
    boolean alone = words.size() == 1;
    if (year < 0 || !(named || alone) || key(index + 1).equals("people")) {
      return Optional.empty();
    }
    return Optional.of(new Found(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31), index + 1));
  }

  /** "May 7th, 2023", "May 2023", "in May". */
  private Found month(int index) {
    Month month = CalendarNames.MONTHS.get(key(index));
    int next = index + 1 + (mark(index + 1, '.') && day(index + 2) > 0 ? 1 : 0);
    int day = day(next);
    if (day > 0 && yearAt(next) < 0 && ClockTimes.at(words, next).isEmpty()) {
      return dayOf(month, day, afterOrdinal(next + 1));
    }
    int yearIndex = next + (mark(next, ',') || key(next).equals("of") ? 1 : 0);
    int year = yearAt(yearIndex);
    YearMonth whole = year > 0 ? YearMonth.of(year, month) : nearest(month, future ? 1 : -1);
    return new Found(whole.atDay(1), whole.atEndOfMonth(), year > 0 ? yearIndex + 1 : index + 1);
  }

  private Found dayOf(Month month, int day, int next) {
    int yearIndex = next + (mark(next, ',') || key(next).equals("of") ? 1 : 0);
    int year = yearAt(yearIndex);
    if (year > 0) {
      LocalDate date = LocalDate.of(year, month, day);
      return new Found(date, date, yearIndex + 1);
    }
    LocalDate date = LocalDate.of(today.getYear(), month, day);
    if (future && date.isBefore(today)) {
      date = date.plusYears(1);
    } else if (!future && date.isAfter(today)) {
      date = date.minusYears(1);
    }
    return new Found(date, date, next);
  }

  private YearMonth nearest(Month month, int direction) {
    YearMonth now = YearMonth.from(today);
    YearMonth candidate = YearMonth.of(now.getYear(), month);
    if (direction < 0 && candidate.isAfter(now)) {
      return candidate.minusYears(1);
    } else if (direction > 0 && candidate.isBefore(now)) {
      return candidate.plusYears(1);
    }
    return candidate;
  }

  private Found season(Month first, int year, int next) {
    YearMonth start = YearMonth.of(first == Month.DECEMBER ? year - 1 : year, first);
    return new Found(start.atDay(1), start.plusMonths(2).atEndOfMonth(), next);
  }

  private Found relativeSeason(Month first, int direction, int next) {
    Found same = season(first, today.getYear(), next);
    if (direction < 0 && !same.last().isBefore(today)) {
      return season(first, today.getYear() - 1, next);
    } else if (direction > 0 && !same.first().isAfter(today)) {
      return season(first, today.getYear() + 1, next);
    }
    return same;
  }

  private LocalDate weekday(DayOfWeek day, int direction) {
    if (direction < 0) {
      return today.with(TemporalAdjusters.previous(day));
    } else if (direction > 0) {
      return today.with(TemporalAdjusters.next(day));
    }
    return today
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
        .with(TemporalAdjusters.nextOrSame(day));
  }

  private boolean isMonth(int index) {
    String key = key(index);
    if (!CalendarNames.MONTHS.containsKey(key)) {
      return false;
    }
    boolean beside =
        day(index + 1) > 0
            || yearAt(index + 1) > 0
            || (mark(index + 1, ',') && yearAt(index + 2) > 0);
    boolean counted =
        index > 0 && (day(index - 1) > 0 || mark(index - 1, '.') || key(index - 1).equals("of"));
    return !CalendarNames.AMBIGUOUS.contains(key)
        || beside
        || counted
        || (index > 0 && words.get(index).isCapitalised() && MONTH_LINKS.contains(key(index - 1)));
  }

  private boolean isWeekday(int index) {
    return isWeekdayName(index)
        && (!CalendarNames.AMBIGUOUS.contains(key(index)) || words.get(index).isCapitalised());
  }

  private boolean isWeekdayName(int index) {
    return index < words.size() && CalendarNames.WEEKDAYS.containsKey(key(index));
  }

  /** A day of the month in digits, with or without an ending, or -1. */
  private int day(int index) {
    if (index < 0 || index >= words.size() || words.get(index).kind() != Kind.NUMBER) {
      return -1;
    }
    int day = ClockTimes.small(words.get(index).key());
    return day >= 1 && day <= 31 ? day : -1;
  }

  private int yearAt(int index) {
    if (index < 0 || index >= words.size() || words.get(index).kind() != Kind.NUMBER) {
      return -1;
    }
    String key = key(index);
    int year =
        key.length() == 4 && key.chars().allMatch(c -> c >= '0' && c <= '9')
            ? Integer.parseInt(key)
            : -1;
    return year >= 1900 && year <= 2199 ? year : -1;
  }

  private int afterOrdinal(int index) {
    return Set.of("st", "nd", "rd", "th").contains(key(index)) ? index + 1 : index;
  }

  private static long reach(String number) {
    boolean small = number.length() <= 5 && number.chars().allMatch(c -> c >= '0' && c <= '9');
    long value = small ? Long.parseLong(number) : -1;
    return value > LONGEST_REACH ? -1 : value;
  }

  private boolean mark(int index, char mark) {
    return index >= 0 && index < words.size() && words.get(index).isMark(mark);
  }

  private String key(int index) {
    return index >= 0 && index < words.size() ? words.get(index).key() : "";
  }

  private static Optional<Found> days(LocalDate day, int next) {
    return Optional.of(new Found(day, day, next));
  }
}
