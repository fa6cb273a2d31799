package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.Word.Kind;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Numbers in digits of any script and in words, in one form: "three", "３" and "3.0" are "3". */
final class NumberWords {
  private static final int MOST_DIGITS = 40;
  private static final long LARGEST = 1_000_000_000_000_000L;
  private static final Map<String, Long> VALUES = values();
  private static final Map<String, Long> SCALES =
      Map.of(
          "hundred", 100L,
          "thousand", 1000L,
          "million", 1_000_000L,
          "billion", 1_000_000_000L,
          "tausend", 1000L,
          "mille", 1000L,
          "mil", 1000L);

  private static final String HAN_DIGITS = "零一二三四五六七八九";

  private NumberWords() {}

  /** A number and the index behind it. */
  record Reading(String number, int next) {}

  /** The number that begins at an index of the list, if one does. */
  static Optional<Reading> at(List<Word> words, int index) {
    Word word = words.get(index);
    if (word.kind() == Kind.NUMBER) {
      return digits(word.text()).map(number -> new Reading(number, index + 1));
    } else if (word.kind() == Kind.WORD) {
      return inWords(words, index);
    }
    return Optional.empty();
  }

  /** Digits with separators as a plain number; a date or time of day is none. */
  static Optional<String> digits(String text) {
    StringBuilder plain = new StringBuilder();
    int separators = 0;
    int lastSeparator = -1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (Character.isDigit(c)) {
        plain.append(Character.digit(c, 10));
      } else if (c == '.' || c == ',') {
        separators++;
        lastSeparator = plain.length();
        plain.append((char) c);
      } else {
        return Optional.empty();
      }
      i += Character.charCount(c);
    }
    if (plain.length() == 0 || plain.length() > MOST_DIGITS) {
      return plain.length() == 0 ? Optional.empty() : Optional.of(plain.toString());
    }
    return Optional.of(normalised(plain.toString(), separators, lastSeparator));
  }

  private static String normalised(String plain, int separators, int lastSeparator) {
    int decimals = plain.length() - lastSeparator - 1;
    String number = plain;
    if (separators > 0) {
      boolean thousands = decimals == 3 && (separators > 1 || plain.charAt(lastSeparator) == ',');
      String whole = plain.substring(0, lastSeparator).replace(",", "").replace(".", "");
      String rest = plain.substring(lastSeparator + 1);
      number = thousands ? whole + rest : whole + "." + rest;
    }
    BigDecimal value = new BigDecimal(number);
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static Optional<Reading> inWords(List<Word> words, int index) {
    long total = 0;
    long group = 0;
    int next = index;
    boolean any = false;
    while (next < words.size() && words.get(next).kind() == Kind.WORD) {
      String key = words.get(next).key();
      Long value = value(key);
      Long scale = SCALES.get(key);
      if (value != null && (!any || fits(group, value))) {
        group += value;
      } else if (!any && key.equals("one") && isScale(words, next + 1)) {
        group = 1;
      } else if (scale != null && any && total < LARGEST) {
        group = Math.max(group, 1) * scale;
        if (scale > 100) {
          total += group;
          group = 0;
        }
      } else if (!(any && key.equals("and") && continues(words, next + 1))) {
        break;
      }
      any = true;
      next++;
    }
    return any ? Optional.of(new Reading(Long.toString(total + group), next)) : Optional.empty();
  }

  /** "twenty three", "two hundred five": the smaller follows the larger. */
  private static boolean fits(long group, long value) {
    return group == 0
        || (group % 100 == 0 && value < 100)
        || (group % 10 == 0 && group % 100 != 10 && value < 10);
  }

  private static boolean isScale(List<Word> words, int index) {
    return index < words.size() && SCALES.containsKey(words.get(index).key());
  }

  private static boolean continues(List<Word> words, int index) {
    return index < words.size()
        && index > 1
        && SCALES.containsKey(words.get(index - 2).key())
        && value(words.get(index).key()) != null;
  }

  private static Long value(String key) {
    Long value = VALUES.get(key);
    int dash = key.indexOf('-');
    if (value != null || dash < 0) {
      return value;
    }
    Long tens = VALUES.get(key.substring(0, dash));
    Long units = key.endsWith("-one") ? Long.valueOf(1) : VALUES.get(key.substring(dash + 1));
    return tens != null && units != null && tens >= 20 && tens % 10 == 0 && units < 10
        ? Long.valueOf(tens + units)
        : null;
  }

  /** Numerals within Han text, one after the other. */
  static void inHan(String text, java.util.function.Consumer<String> sink) {
    int number = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      int digit = c == '两' ? 2 : HAN_DIGITS.indexOf(c);
      if (digit >= 0) {
        number = number > 0 && number % 10 == 0 ? number + digit : digit;
      } else if (c == '十') {
        number = number > 0 ? number * 10 : 10;
      } else if (number >= 0) {
        sink.accept(Integer.toString(number));
        number = -1;
      }
    }
  }

  private static Map<String, Long> values() {
    Map<String, Long> values = new HashMap<>();
    // Words that mean something else in another of these languages are left out (once, elf, sept,
    // cent), and so is "one", which is mostly a pronoun.
    row(values, 0, "zero - two three four five six seven eight nine ten eleven twelve thirteen");
    row(values, 14, "fourteen fifteen sixteen seventeen eighteen nineteen twenty");
    tens(values, "thirty forty fifty sixty seventy eighty ninety");
    row(values, 2, "zwei drei vier fünf sechs sieben acht neun zehn - zwölf dreizehn vierzehn");
    row(values, 15, "fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig");
    tens(values, "dreißig vierzig fünfzig sechzig siebzig achtzig neunzig");
    row(values, 2, "deux trois quatre cinq - - huit neuf dix onze douze treize quatorze quinze");
    row(values, 16, "seize - - - vingt");
    tens(values, "trente quarante cinquante soixante");
    row(values, 2, "dos tres cuatro cinco seis siete ocho nueve diez - doce trece catorce quince");
    row(values, 20, "veinte");
    tens(values, "treinta cuarenta cincuenta sesenta setenta ochenta noventa");
    return Map.copyOf(values);
  }

  private static void row(Map<String, Long> values, long first, String words) {
    long value = first;
    for (String word : words.split(" ", -1)) {
      if (!word.equals("-")) {
        values.put(word, value);
      }
      value++;
    }
  }

  private static void tens(Map<String, Long> values, String words) {
    long value = 30;
    for (String word : words.split(" ", -1)) {
      values.put(word, value);
      value += 10;
    }
  }
}
