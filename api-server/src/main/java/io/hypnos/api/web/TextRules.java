package io.hypnos.api.web;

/** Which texts can be kept: whole characters, and no NUL, which the database cannot hold. */
public final class TextRules {
  /** White space by Unicode, though not by Java. */
  private static final int NEXT_LINE = 0x85;

  private TextRules() {}

  public static boolean isStorable(String text) {
    for (int index = 0; index < text.length(); index++) {
      char letter = text.charAt(index);
      if (letter == 0 || Character.isLowSurrogate(letter)) {
        return false;
      }
      if (Character.isHighSurrogate(letter)) {
        index++;
        if (index == text.length() || !Character.isLowSurrogate(text.charAt(index))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether there is nothing to see: any kind of space, or characters that take no room. */
  public static boolean isBlank(String text) {
    return text.codePoints().allMatch(TextRules::isUnseen);
  }

  private static boolean isUnseen(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == NEXT_LINE
        || Character.getType(character) == Character.FORMAT;
  }

  /** The text on one line: what would break it or steer a terminal is a space. */
  public static String oneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ");
  }

  /** Length as people count it: code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
