package io.hypnos.engine.concept;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What in the text of a query can be a concept: runs of whole words. Scripts written without spaces
 * count each sign as a word. Bounded, whatever the length of the query.
 */
final class QueryPhrases {
  private static final int MOST_WORDS = 512;
  private static final int LONGEST_PHRASE = 8;
  private static final int SHORTEST_CONTENT_WORD = 3;
  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          ("a about after again all also am an and any are as at be because been before being but"
               + " by can could did do does doing done for from get got had has have having he her"
               + " here hers him his how i if in into is it its just know let like me more most my"
               + " no nor not now of off on once only or other our ours out over own please said"
               + " same say says she should so some such tell than that the their theirs them then"
               + " there these they this those through to too under until up us very want was we"
               + " were what when where which while who whom whose why will with would you your"
               + " yours")
              .split(" "));

  private final String text;
  private final List<int[]> words;

  private QueryPhrases(String text, List<int[]> words) {
    this.text = text;
    this.words = words;
  }

  static QueryPhrases of(String query) {
    String text = ConceptKey.normalised(query);
    List<int[]> words = new ArrayList<>();
    int i = 0;
    while (i < text.length() && words.size() < MOST_WORDS) {
      int end = endOfWord(text, i);
      if (text.charAt(i) != ' ') {
        words.add(new int[] {i, end});
      }
      i = end;
    }
    return new QueryPhrases(text, words);
  }

  private static int endOfWord(String text, int start) {
    int first = text.codePointAt(start);
    int end = start + Character.charCount(first);
    if (!isInWord(first) || standsAlone(first)) {
      return end;
    }
    while (end < text.length()) {
      int next = text.codePointAt(end);
      if (!isInWord(next) || standsAlone(next)) {
        return end;
      }
      end += Character.charCount(next);
    }
    return end;
  }

  private static boolean isInWord(int c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static boolean standsAlone(int c) {
    UnicodeScript script = UnicodeScript.of(c);
    return script == UnicodeScript.HAN
        || script == UnicodeScript.HIRAGANA
        || script == UnicodeScript.KATAKANA
        || script == UnicodeScript.THAI;
  }

  /** Every run of up to {@value #LONGEST_PHRASE} words, as keys. */
  Set<String> candidates() {
    Set<String> phrases = new LinkedHashSet<>();
    for (int i = 0; i < words.size(); i++) {
      int last = Math.min(words.size(), i + LONGEST_PHRASE);
      for (int j = i; j < last; j++) {
        String phrase = text.substring(words.get(i)[0], words.get(j)[1]);
        if (phrase.length() <= ConceptKey.MOST_BYTES) {
          phrases.add(phrase);
        }
      }
    }
    return phrases;
  }

  /** The first words that carry meaning, as keys. */
  List<String> contentWords(int most) {
    return words.stream()
        .map(word -> text.substring(word[0], word[1]))
        .filter(QueryPhrases::carriesMeaning)
        .distinct()
        .limit(most)
        .toList();
  }

  private static boolean carriesMeaning(String word) {
    int first = word.codePointAt(0);
    return isInWord(first)
        && (word.length() >= SHORTEST_CONTENT_WORD || standsAlone(first))
        && !FUNCTION_WORDS.contains(word);
  }
}
