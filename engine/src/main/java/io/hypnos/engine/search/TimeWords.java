package io.hypnos.engine.search;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Set;

/** A moment as the words by which people ask for it. */
final class TimeWords {
  private static final Set<String> NAMES = names();

  private TimeWords() {}

  static String of(Instant moment) {
    ZonedDateTime time = moment.atZone(ZoneOffset.UTC);
    return "%d %s %d %s %s"
        .formatted(
            time.getDayOfMonth(),
            time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
            time.getYear(),
            time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
            time.toLocalDate());
  }

  /** Whether a word can be part of a time. */
  static boolean isOne(String word) {
    return word.chars().anyMatch(Character::isDigit)
        || NAMES.contains(word.toLowerCase(Locale.ROOT));
  }

  private static Set<String> names() {
    Set<String> names = new java.util.HashSet<>();
    for (java.time.Month month : java.time.Month.values()) {
      names.add(month.name().toLowerCase(Locale.ROOT));
    }
    for (java.time.DayOfWeek day : java.time.DayOfWeek.values()) {
      names.add(day.name().toLowerCase(Locale.ROOT));
    }
    return Set.copyOf(names);
  }
}
