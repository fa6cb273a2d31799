package io.hypnos.engine.embedding;

import java.text.Normalizer;

/** How uncased BERT models see single characters. */
final class CharacterRules {
  private static final int REPLACEMENT = 0xFFFD;

  private CharacterRules() {}

  static boolean isDropped(int codePoint) {
    if (codePoint == '\t' || codePoint == '\n' || codePoint == '\r') {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> codePoint == REPLACEMENT;
    };
  }

  static boolean isSpace(int codePoint) {
    return codePoint == '\t'
        || codePoint == '\n'
        || codePoint == '\r'
        || Character.isSpaceChar(codePoint);
  }

  static boolean isPunctuation(int codePoint) {
    if (codePoint < 0x80) {
      return codePoint > ' ' && codePoint < 0x7F && !Character.isLetterOrDigit(codePoint);
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** Chinese characters are words of their own; Hangul, Hiragana and Katakana are not. */
  static boolean isIdeograph(int codePoint) {
    return codePoint >= 0x3400
        && (codePoint <= 0x4DBF
            || within(codePoint, 0x4E00, 0x9FFF)
            || within(codePoint, 0xF900, 0xFAFF)
            || within(codePoint, 0x20000, 0x2A6DF)
            || within(codePoint, 0x2A700, 0x2B73F)
            || within(codePoint, 0x2B740, 0x2B81F)
            || within(codePoint, 0x2B820, 0x2CEAF)
            || within(codePoint, 0x2F800, 0x2FA1F));
  }

  /**
   * One character at a time, because ordering a long run of combining marks takes quadratic time
   * and the marks are dropped anyway.
   */
  static String decompose(int codePoint) {
    return Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD);
  }

  private static boolean within(int codePoint, int first, int last) {
    return codePoint >= first && codePoint <= last;
  }
}
