package io.hypnos.engine.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a question.
 *
 * @param content words that say what is asked for, each once and no more than the index takes
 * @param times those that can be part of a time
 */
record QueryWords(List<String> content, List<String> times, Set<String> all) {
  /** The index makes a clause of each word and allows 1,024; a word of some scripts is several. */
  private static final int MOST_CHARACTERS = 900;

  private static final int MOST_WORDS = 120;

  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}][\\p{L}\\p{M}\\p{N}'’._-]*");

  /** They say that something is asked, not what. */
  private static final Set<String> ASKING =
      Set.of(
          "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "do", "does",
          "did", "is", "are", "was", "were", "be", "been", "has", "have", "had", "can", "could",
          "would", "should", "will", "may", "might", "must");

  static QueryWords of(String query) {
    Set<String> content = new LinkedHashSet<>();
    Set<String> asking = new LinkedHashSet<>();
    Set<String> all = new LinkedHashSet<>();
    int length = 0;
    Matcher matcher = WORD.matcher(query);
    while (matcher.find()
        && length + matcher.group().length() <= MOST_CHARACTERS
        && content.size() < MOST_WORDS) {
      String word = matcher.group();
      String folded = folded(word);
      if (all.add(folded)) {
        length += word.length();
        (asks(word, folded) ? asking : content).add(word);
      }
    }
    if (content.isEmpty()) {
      content.addAll(asking.isEmpty() ? wholeOf(query) : asking);
    }
    List<String> times = content.stream().filter(TimeWords::isOne).toList();
    return new QueryWords(List.copyOf(content), times, Set.copyOf(all));
  }

  /** The month asks for nothing. */
  private static boolean asks(String word, String folded) {
    return ASKING.contains(folded) && !word.equals("May");
  }

  /** A query without a letter, as it is. */
  private static Set<String> wholeOf(String query) {
    String start = query.substring(0, Math.min(query.length(), MOST_CHARACTERS)).strip();
    return start.isEmpty() ? Set.of() : Set.of(start);
  }

  /** Whether all words of a name are in the query. */
  boolean names(String name) {
    List<String> parts = new ArrayList<>();
    Matcher matcher = WORD.matcher(name);
    while (matcher.find()) {
      parts.add(folded(matcher.group()));
    }
    return !parts.isEmpty() && all.containsAll(parts);
  }

  /** Whether a name can be among the words: names begin with a capital letter. */
  boolean mayName() {
    return content.stream().anyMatch(word -> Character.isUpperCase(word.codePointAt(0)));
  }

  /** What is left to say without the names, if anything is. */
  Optional<String> without(Collection<String> names) {
    Set<String> parts = new HashSet<>();
    for (String name : names) {
      Matcher matcher = WORD.matcher(name);
      while (matcher.find()) {
        parts.add(folded(matcher.group()));
      }
    }
    List<String> rest = content.stream().filter(word -> !parts.contains(folded(word))).toList();
    return rest.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", rest));
  }

  private static String folded(String word) {
    String lower = word.toLowerCase(Locale.ROOT).replace('’', '\'');
    String bare = lower.replaceAll("[._'-]+$", "");
    return bare.endsWith("'s") ? bare.substring(0, bare.length() - 2) : bare;
  }
}
