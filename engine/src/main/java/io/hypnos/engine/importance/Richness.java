package io.hypnos.engine.importance;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much a text says: 1 − exp(−I/40), I growing with its distinct content words. */
public final class Richness {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final double INFORMATION_OF_A_WORD = 6.0;
  private static final int LONGEST_FUNCTION_WORD = 3;

  private Richness() {}

  public static double of(String text) {
    Set<String> words = new HashSet<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      String word = matcher.group();
      if (word.length() > LONGEST_FUNCTION_WORD || !word.chars().allMatch(c -> c < 128)) {
        words.add(word);
      }
    }
    return 1 - Math.exp(-INFORMATION_OF_A_WORD * words.size() / 40);
  }
}
