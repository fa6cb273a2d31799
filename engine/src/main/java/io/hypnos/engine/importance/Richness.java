package io.hypnos.engine.importance;

import io.hypnos.engine.extraction.Salience;

/**
 * How much a text says: 1 − exp(−I/40), I growing with its distinct content words and its numbers,
 * dates and times, in any script.
 */
public final class Richness {
  private static final double INFORMATION_OF_A_WORD = 7.0;

  private Richness() {}

  public static double of(String text) {
    Salience said = Salience.of(text);
    long details = said.items().stream().filter(Richness::isNoWord).count();
    return 1 - Math.exp(-INFORMATION_OF_A_WORD * (said.stems().size() + details) / 40);
  }

  /** Names and identifiers are counted among the words; a negation is grammar. */
  private static boolean isNoWord(String item) {
    return !item.startsWith("name:") && !item.startsWith("id:") && !item.equals("not");
  }
}
