package io.hypnos.engine.search;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How well a memory answers a query, in [0,1]: nearness of meaning, lifted by shared words. */
final class Relevance {
  /** How much of the remaining distance full word coverage closes. */
  private static final double LEXICAL_SHARE = 0.35;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          "a", "an", "and", "are", "as", "at", "be", "but", "by", "did", "do", "does", "for",
          "from", "had", "has", "have", "he", "her", "his", "how", "i", "in", "is", "it", "its",
          "me", "my", "of", "on", "or", "our", "she", "that", "the", "their", "they", "this", "to",
          "was", "we", "were", "what", "when", "where", "which", "who", "whom", "why", "will",
          "with", "you", "your");

  private Relevance() {}

  static double of(double cosine, double coverage) {
    double nearness = Math.max(0, Math.min(1, cosine));
    return nearness + LEXICAL_SHARE * coverage * (1 - nearness);
  }

  static double cosine(float[] left, float[] right) {
    if (left.length != right.length) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return sum;
  }

  /** Share of the query's content words that the text has. */
  static double coverage(Set<String> queryWords, String text) {
    if (queryWords.isEmpty()) {
      return 0;
    }
    Set<String> found = contentWords(text);
    long shared = queryWords.stream().filter(found::contains).count();
    return (double) shared / queryWords.size();
  }

  static Set<String> contentWords(String text) {
    Set<String> words = new HashSet<>();
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    Matcher matcher = WORD.matcher(folded);
    while (matcher.find()) {
      String word = matcher.group();
      if (!FUNCTION_WORDS.contains(word)) {
        words.add(stem(word));
      }
    }
    return words;
  }

  /** Folds the commonest English inflections; anything finer is the index' business. */
  private static String stem(String word) {
    for (String ending : new String[] {"ing", "ies", "ed", "es", "s"}) {
      if (word.length() > ending.length() + 3 && word.endsWith(ending)) {
        return word.substring(0, word.length() - ending.length());
      }
    }
    return word;
  }
}
