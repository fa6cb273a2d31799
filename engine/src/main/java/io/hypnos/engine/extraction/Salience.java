package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.Word.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a text must not be overlooked when it is compared with another, by counting and looking,
 * without a model. Items carry their kind: {@code number:5}, {@code date:2023-05-07}, {@code
 * month:5}, {@code day:1}, {@code time:15:00}, {@code id:pay-123}, {@code name:anna}, {@code not}.
 *
 * @param items numbers, dates, times, identifiers, capitalised names, negation
 * @param stems stems of the content words; pairs of characters for scripts without blanks
 * @param chosen little words and signs that stand for one of several: on or off, before or after
 */
public record Salience(Set<String> items, Set<String> stems, Set<String> chosen) {
  static final String NEGATION = "not";

  private static final Set<String> NEGATIONS =
      StopWords.words(
          """
          not no never none nobody nothing nowhere neither nor without cannot can't don't doesn't
          didn't won't wouldn't shouldn't couldn't isn't aren't wasn't weren't hasn't haven't hadn't
          ain't mustn't nicht kein keine keinen keinem keiner nie niemals ohne nichts weder ne n'est
          n'ai n'a pas jamais sans aucun aucune rien nunca sin jamás ningún ninguna nada tampoco non
          mai senza não nem sem нет не никогда без
          """);
  private static final String UNSPACED_NEGATIONS = "不没無无未别";
  private static final String NAME = "name:";

  /** Reads a text; linear in its length. */
  public static Salience of(String text) {
    return new Reader(Words.of(text)).read();
  }

  /** What this text has that the other lacks, and the reverse. Case alone is no difference. */
  public SalienceDelta against(Salience other) {
    Set<String> newStems = new LinkedHashSet<>(stems);
    newStems.removeAll(other.stems);
    Set<String> added = missingIn(other, items);
    Set<String> dropped = missingIn(this, other.items);
    Set<String> shared = new LinkedHashSet<>(items);
    shared.removeAll(added);
    return new SalienceDelta(
        added, dropped, shared, newStems, Alternatives.exclude(chosen, other.chosen));
  }

  private static Set<String> missingIn(Salience text, Set<String> wanted) {
    Set<String> missing = new LinkedHashSet<>();
    for (String item : wanted) {
      boolean sameWord =
          item.startsWith(NAME) && text.stems.contains(Stems.of(item.substring(NAME.length())));
      if (!text.items.contains(item) && !sameWord) {
        missing.add(item);
      }
    }
    return missing;
  }

  private static final class Reader {
    private final List<Word> words;
    private final Set<String> items = new LinkedHashSet<>();
    private final Set<String> stems = new LinkedHashSet<>();
    private final Set<String> chosen = new LinkedHashSet<>();

    Reader(List<Word> words) {
      this.words = words;
    }

    Salience read() {
      int index = 0;
      while (index < words.size()) {
        index = take(index);
      }
      return new Salience(items, stems, chosen);
    }

    private int take(int index) {
      Word word = words.get(index);
      Alternatives.of(word).ifPresent(chosen::add);
      Optional<ClockTimes.Reading> time = ClockTimes.at(words, index);
      if (time.isPresent()) {
        items.add("time:" + time.get().time());
        return time.get().next();
      }
      return switch (word.kind()) {
        case MARK -> index + 1;
        case IDENTIFIER -> {
          items.add("id:" + word.key());
          stems.add(word.key());
          yield index + 1;
        }
        case UNSPACED -> {
          unspaced(word.text());
          yield index + 1;
        }
        case NUMBER -> number(index);
        case WORD -> word(index);
      };
    }

    private int number(int index) {
      Word word = words.get(index);
      Optional<NumericDates.Days> date = NumericDates.of(word.key());
      if (date.isPresent()) {
        items.add("date:" + date.get().first());
        return index + 1;
      }
      Optional<NumberWords.Reading> number = NumberWords.at(words, index);
      String amount = number.map(NumberWords.Reading::number).orElse(word.key());
      items.add("number:" + (isNegative(index) ? "-" : "") + amount);
      return number.map(NumberWords.Reading::next).orElse(index + 1);
    }

    /** A dash is a minus when it touches the number and nothing before it. */
    private boolean isNegative(int index) {
      if (index == 0) {
        return false;
      }
      Word before = words.get(index - 1);
      boolean dash = before.isMark('-') || before.isMark('\u2212') || before.isMark('\u2013');
      return dash
          && before.end() == words.get(index).start()
          && (index == 1
              || words.get(index - 2).end() < before.start()
              || words.get(index - 2).isMark('('));
    }

    private int word(int index) {
      Word word = words.get(index);
      String key = word.key();
      if (NEGATIONS.contains(key) || key.endsWith("n't")) {
        items.add(NEGATION);
        return index + 1;
      } else if (CalendarNames.WEEKDAYS.containsKey(key) && isCalendar(word)) {
        items.add("day:" + CalendarNames.WEEKDAYS.get(key).getValue());
        return index + 1;
      } else if (CalendarNames.MONTHS.containsKey(key) && isCalendar(word)) {
        items.add("month:" + CalendarNames.MONTHS.get(key).getValue());
        return index + 1;
      }
      Optional<NumberWords.Reading> number = NumberWords.at(words, index);
      if (number.isPresent()) {
        items.add("number:" + number.get().number());
        return number.get().next();
      }
      content(word, index);
      return index + 1;
    }

    private void content(Word word, int index) {
      if (StopWords.contains(word.key())) {
        return;
      }
      stems.add(Stems.of(word.key()));
      if (word.isCapitalised() && (!word.first() || precedesVerb(index))) {
        items.add(NAME + withoutPossessive(word.key()));
      }
    }

    private static boolean isCalendar(Word word) {
      return !CalendarNames.AMBIGUOUS.contains(word.key()) || word.isCapitalised();
    }

    /** A capital at the beginning says little; "Anna likes", "Bob is" say more. */
    private boolean precedesVerb(int index) {
      if (index + 1 >= words.size()) {
        return words.get(index).key().endsWith("'s");
      }
      String next = words.get(index + 1).key();
      return words.get(index).key().endsWith("'s")
          || Set.of("is", "was", "has", "had", "will", "can", "and", "says", "said").contains(next)
          || (words.get(index + 1).kind() == Kind.WORD
              && next.endsWith("s")
              && next.length() > 3
              && !words.get(index).key().endsWith("s"));
    }

    private static String withoutPossessive(String key) {
      return key.endsWith("'s") ? key.substring(0, key.length() - 2) : key;
    }

    private void unspaced(String text) {
      NumberWords.inHan(text, number -> items.add("number:" + number));
      String previous = "";
      for (int i = 0; i < text.length(); ) {
        int c = text.codePointAt(i);
        String character = Character.toString(c);
        if (UNSPACED_NEGATIONS.indexOf(c) >= 0) {
          items.add(NEGATION);
        }
        if (!previous.isEmpty() || text.length() == character.length()) {
          stems.add(previous + character);
        }
        previous = character;
        i += Character.charCount(c);
      }
    }
  }
}
