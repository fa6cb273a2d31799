package io.hypnos.engine.consolidation;

import io.hypnos.engine.extraction.Salience;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether two texts are copies of each other: the same words, give or take case, marks, order,
 * articles and fillers. Anything else that differs, be it one number, name, negation or
 * preposition, makes them two texts, however near their vectors are: what is folded away wrongly is
 * worse than what stays twice.
 */
public final class NearCopies {
  private static final Pattern WORD =
      Pattern.compile("(?U)[\\p{L}\\p{M}\\p{N}]+(?:['’.:,/-][\\p{L}\\p{M}\\p{N}]+)*");

  /** Words that may come or go without another meaning. */
  private static final Set<String> FILLERS =
      Set.of(
          "a",
          "an",
          "the",
          "really",
          "very",
          "just",
          "so",
          "well",
          "oh",
          "um",
          "uh",
          "hey",
          "please",
          "actually",
          "basically",
          "literally",
          "simply",
          "that",
          "also",
          "ok",
          "okay",
          "yeah",
          "yes",
          "wow",
          "hi",
          "hello",
          "der",
          "die",
          "das",
          "ein",
          "eine",
          "wirklich",
          "sehr",
          "le",
          "la",
          "les",
          "un",
          "une",
          "el",
          "los",
          "las",
          "una");

  /** Words whose place says who does what to whom, and when. */
  private static final Set<String> PERSONS =
      Set.of(
          "i", "me", "my", "you", "your", "he", "him", "his", "she", "her", "we", "us", "our",
          "they", "them", "their", "it", "its", "from", "to", "before", "after", "than");

  private NearCopies() {}

  public static boolean areCopies(String one, String other) {
    List<String> words = words(one);
    List<String> otherWords = words(other);
    if (words.isEmpty() || otherWords.isEmpty()) {
      return one.strip().equals(other.strip());
    }
    return sameButFillers(words, otherWords)
        && Salience.of(one).against(Salience.of(other)).agrees()
        && sameOrderOfDetails(one, other, words, otherWords);
  }

  private static boolean sameButFillers(List<String> words, List<String> otherWords) {
    Map<String, Integer> balance = new HashMap<>();
    words.forEach(word -> balance.merge(word, 1, Integer::sum));
    otherWords.forEach(word -> balance.merge(word, -1, Integer::sum));
    return balance.entrySet().stream()
        .allMatch(entry -> entry.getValue() == 0 || FILLERS.contains(entry.getKey()));
  }

  /**
   * "Anna beats Ben" is not "Ben beats Anna": names and numbers keep their order, if they are many.
   */
  private static boolean sameOrderOfDetails(
      String one, String other, List<String> words, List<String> otherWords) {
    Set<String> items = new HashSet<>();
    for (Salience salience : List.of(Salience.of(one), Salience.of(other))) {
      salience.items().forEach(item -> items.add(item.substring(item.indexOf(':') + 1)));
    }
    return details(words, items).equals(details(otherWords, items));
  }

  /** Names, numbers and the words that stand for persons, in their order. */
  private static List<String> details(List<String> words, Set<String> items) {
    List<String> details = new ArrayList<>();
    for (String word : words) {
      boolean hasDigit = word.chars().anyMatch(Character::isDigit);
      if (hasDigit || items.contains(word) || PERSONS.contains(word)) {
        details.add(word);
      }
    }
    return details;
  }

  private static List<String> words(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    Matcher matcher = WORD.matcher(folded.replace('’', '\''));
    List<String> words = new ArrayList<>();
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}
