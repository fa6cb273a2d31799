package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.Word.Kind;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/** Times of day: "3 pm", "3:30pm", "15:30", "15 Uhr", "15h", "noon". */
final class ClockTimes {
  private ClockTimes() {}

  /** A time of day and the index behind it. */
  record Reading(LocalTime time, int next) {}

  static Optional<Reading> at(List<Word> words, int index) {
    Word word = words.get(index);
    String key = word.key();
    if (key.equals("noon") || key.equals("midday")) {
      return Optional.of(new Reading(LocalTime.NOON, index + 1));
    } else if (key.equals("midnight")) {
      return Optional.of(new Reading(LocalTime.MIDNIGHT, index + 1));
    } else if (word.kind() != Kind.NUMBER) {
      return Optional.empty();
    }
    return numeric(words, index, key);
  }

  private static Optional<Reading> numeric(List<Word> words, int index, String key) {
    int colon = key.indexOf(':');
    int hour = small(colon < 0 ? key : key.substring(0, colon));
    int minute = colon < 0 ? 0 : small(key.substring(colon + 1, Math.min(key.length(), colon + 3)));
    if (hour < 0 || minute < 0 || minute > 59) {
      return Optional.empty();
    }
    int next = index + 1;
    String unit = next < words.size() ? words.get(next).key() : "";
    boolean dotted = (unit.equals("a") || unit.equals("p")) && isDottedMeridiem(words, next);
    if (unit.equals("am") || unit.equals("pm") || dotted) {
      if (hour < 1 || hour > 12) {
        return Optional.empty();
      }
      int full = hour % 12 + (unit.startsWith("p") ? 12 : 0);
      return Optional.of(new Reading(LocalTime.of(full, minute), next + (dotted ? 3 : 1)));
    } else if (unit.equals("uhr") || unit.equals("o'clock") || unit.equals("h")) {
      return hour > 23
          ? Optional.empty()
          : Optional.of(new Reading(LocalTime.of(hour, minute), next + 1));
    }
    boolean clock = colon > 0 && key.length() - colon >= 3 && hour < 24;
    return clock ? Optional.of(new Reading(LocalTime.of(hour, minute), next)) : Optional.empty();
  }

  private static boolean isDottedMeridiem(List<Word> words, int index) {
    return index + 2 < words.size()
        && words.get(index + 1).isMark('.')
        && words.get(index + 2).key().equals("m");
  }

  /** A number of one or two digits, or -1. */
  static int small(String digits) {
    if (digits.isEmpty() || digits.length() > 2) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), 10);
      if (digit < 0) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
