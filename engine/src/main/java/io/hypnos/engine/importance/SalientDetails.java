package io.hypnos.engine.importance;

import io.hypnos.engine.extraction.Salience;
import io.hypnos.engine.extraction.SalienceDelta;

/**
 * The share of numbers, dates, names, identifiers and negations in which two texts differ. A word
 * that the nearest memory lacks counts as a detail too, and so does one that turns what it says.
 */
public final class SalientDetails implements SalientDelta {
  private static final double OF_A_NEW_WORD = 0.25;

  @Override
  public Difference between(String text, String nearest) {
    SalienceDelta delta = Salience.of(text).against(Salience.of(nearest));
    int different = delta.added().size() + delta.dropped().size();
    int all = different + delta.shared().size();
    double share = all == 0 ? 0 : (double) different / all;
    return new Difference(
        delta.newStems().isEmpty() && !delta.turned() ? share : Math.max(OF_A_NEW_WORD, share),
        delta.adds());
  }
}
