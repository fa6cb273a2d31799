package io.hypnos.engine.search;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a query that the index is asked for: each once, and no more than it takes. */
final class LexicalQuery {
  /** The index makes a clause of each word, and allows 1,024; a word of some scripts is several. */
  private static final int MOST_CHARACTERS = 900;

  private static final Pattern WORD = Pattern.compile("\\S+");

  private LexicalQuery() {}

  static String of(String query) {
    Set<String> words = new LinkedHashSet<>();
    int length = 0;
    Matcher matcher = WORD.matcher(query);
    while (matcher.find() && length + matcher.group().length() <= MOST_CHARACTERS) {
      if (words.add(matcher.group())) {
        length += matcher.group().length();
      }
    }
    if (words.isEmpty()) {
      return query.substring(0, Math.min(query.length(), MOST_CHARACTERS));
    }
    return String.join(" ", words);
  }
}
