package io.hypnos.engine.extraction;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Names of months, weekdays and seasons in a few languages. */
final class CalendarNames {
  static final Map<String, Month> MONTHS = months();
  static final Map<String, DayOfWeek> WEEKDAYS = weekdays();

  /** Seasons of the northern half, by their first month. */
  static final Map<String, Month> SEASONS =
      Map.of(
          "spring", Month.MARCH,
          "summer", Month.JUNE,
          "autumn", Month.SEPTEMBER,
          "fall", Month.SEPTEMBER,
          "winter", Month.DECEMBER);

  /** Also ordinary words or short forms: they name a month or day only beside a number or so. */
  static final Set<String> AMBIGUOUS =
      Set.of(
          "may", "march", "mar", "sun", "sat", "wed", "jan", "dec", "mai", "mars", "fall", "spring",
          "mi", "do", "so", "sept", "dim", "jun", "sep", "oct", "nov", "feb", "apr", "jul", "aug",
          "mon", "tue", "thu", "fri", "august");

  private CalendarNames() {}

  private static Map<String, Month> months() {
    Map<String, Month> months = new HashMap<>();
    for (String row :
        new String[] {
          "january february march april may june july august september october november december",
          "jan feb mar apr may jun jul aug sep oct nov dec",
          "januar februar märz april mai juni juli august september oktober november dezember",
          "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
          "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
        }) {
      int number = 1;
      for (String name : row.split(" ", -1)) {
        months.put(name, Month.of(number++));
      }
    }
    months.put("sept", Month.SEPTEMBER);
    return Map.copyOf(months);
  }

  private static Map<String, DayOfWeek> weekdays() {
    Map<String, DayOfWeek> days = new HashMap<>();
    for (String row :
        new String[] {
          "monday tuesday wednesday thursday friday saturday sunday",
          "mondays tuesdays wednesdays thursdays fridays saturdays sundays",
          "mon tue wed thu fri sat sun",
          "montag dienstag mittwoch donnerstag freitag samstag sonntag",
          "lundi mardi mercredi jeudi vendredi samedi dimanche",
          "lunes martes miércoles jueves viernes sábado domingo"
        }) {
      int number = 1;
      for (String name : row.split(" ", -1)) {
        days.put(name, DayOfWeek.of(number++));
      }
    }
    return Map.copyOf(days);
  }
}
