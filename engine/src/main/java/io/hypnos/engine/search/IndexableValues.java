package io.hypnos.engine.search;

/**
 * Values as the index can hold them: each becomes a term, and a term has 32,766 bytes at most. What
 * is longer is shortened, in the index only; the record keeps the whole.
 */
final class IndexableValues {
  private static final int LONGEST_VALUE = 4_000;

  private IndexableValues() {}

  static String shortened(String text) {
    if (text.length() <= LONGEST_VALUE) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(LONGEST_VALUE - 1));
    return text.substring(0, splitsPair ? LONGEST_VALUE - 1 : LONGEST_VALUE);
  }
}
