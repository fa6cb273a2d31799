package io.hypnos.engine.learning;

import io.hypnos.engine.extraction.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** What of a text its facts do not tell, so that nothing that was said is lost. */
final class Remainder {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final int FEWEST_WORDS = 4;

  private Remainder() {}

  /** Parts that say something: of some words, and no question. */
  static List<String> of(String text, List<Fact> facts) {
    List<Fact> ordered =
        facts.stream()
            .sorted(Comparator.comparingInt((Fact fact) -> fact.evidence().start()))
            .toList();
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (Fact fact : ordered) {
      if (fact.evidence().start() > from) {
        add(parts, text.substring(from, fact.evidence().start()));
      }
      from = Math.max(from, fact.evidence().end());
    }
    add(parts, text.substring(Math.min(from, text.length())));
    return parts;
  }

  private static void add(List<String> parts, String part) {
    String stripped = part.strip();
    boolean says = SPACE.split(stripped, -1).length >= FEWEST_WORDS && !stripped.endsWith("?");
    if (says) {
      parts.add(stripped);
    }
  }
}
