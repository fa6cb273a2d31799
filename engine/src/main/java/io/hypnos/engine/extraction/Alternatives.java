package io.hypnos.engine.extraction;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Little words and signs that exclude each other: on and off, before and after, can and must, he
 * and she, a tick and a cross. One in place of another turns what is said; one more or one fewer
 * does not. Negations are none of them: those count wherever they stand.
 */
final class Alternatives {
  /** A line a choice, a comma between what excludes each other, a blank between synonyms. */
  private static final String WORDS =
      """
      on, off
      in into, out
      up, down
      over above, under below beneath
      before until till, after since
      along, across
      here, there
      all every each, some any, few
      more many, less fewer
      most, least
      can could may might, must should shall ought
      same, other another
      i me my mine myself i'm i've i'll i'd, you your yours yourself you're you've, \
      he him his himself he's, she her hers herself she's, we us our ours ourselves we're we've, \
      they them their theirs themselves they're they've
      vor, nach
      über, unter
      sur, sous
      < ≤ ≪, > ≥ ≫
      """;

  private static final Map<String, String> BY_WORD = read();

  private Alternatives() {}

  private static Map<String, String> read() {
    Map<String, String> byWord = new HashMap<>();
    for (String choice : WORDS.lines().toList()) {
      for (String way : choice.split(",", -1)) {
        String[] synonyms = way.strip().split("\\s+", -1);
        for (String word : synonyms) {
          byWord.put(word, choice.substring(0, choice.indexOf(',')) + ":" + synonyms[0]);
        }
      }
    }
    return Map.copyOf(byWord);
  }

  /** The choice and what was chosen, for a word or a sign that is one of several. */
  static Optional<String> of(Word word) {
    int sign = word.text().codePointAt(0);
    return switch (word.kind()) {
      case WORD -> Optional.ofNullable(BY_WORD.get(word.key()));
      case MARK ->
          switch (Character.getType(sign)) {
            case Character.CURRENCY_SYMBOL -> Optional.of("currency:" + Character.toString(sign));
            case Character.OTHER_SYMBOL -> Optional.of("symbol:" + Character.toString(sign));
            default -> Optional.ofNullable(BY_WORD.get(word.key()));
          };
      default -> Optional.empty();
    };
  }

  /** Whether the first chose something that the second did not, and the reverse, of one choice. */
  static boolean exclude(Set<String> one, Set<String> other) {
    Set<String> chosenInstead = choices(one, other);
    chosenInstead.retainAll(choices(other, one));
    return !chosenInstead.isEmpty();
  }

  /** Choices in which the first has something that the second lacks. */
  private static Set<String> choices(Set<String> one, Set<String> other) {
    Set<String> choices = new HashSet<>();
    for (String chosen : one) {
      if (!other.contains(chosen)) {
        choices.add(chosen.substring(0, chosen.lastIndexOf(':')));
      }
    }
    return choices;
  }
}
