package io.hypnos.engine.document;

/**
 * How large a chunk may be.
 *
 * @param overlap most tokens that a chunk repeats of the one before
 */
record ChunkLimits(int tokens, int overlap) {
  private static final int CHARACTERS = 10_000;

  boolean fit(Unit unit) {
    return fit(unit.tokens(), unit.length());
  }

  boolean fit(int tokenCount, int characters) {
    return tokenCount <= tokens && characters <= CHARACTERS;
  }
}
