package io.hypnos.api.web;

/** Which texts can be kept: whole characters, and no NUL, which the database cannot hold. */
public final class TextRules {
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

  /** Length as people count it: code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
