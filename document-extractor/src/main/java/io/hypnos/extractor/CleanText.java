package io.hypnos.extractor;

import java.util.ArrayList;
import java.util.List;

/** Text as people see it: single spaces, no control characters, paragraphs apart. Linear. */
final class CleanText {
  /** Ends a line also where line feeds are mere white space. */
  static final char HARD_BREAK = '\u2028';

  private static final char SOFT_HYPHEN = '\u00ad';
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private CleanText() {}

  /**
   * Paragraphs of a text, none of them empty.
   *
   * @param keepLines whether line feeds end lines and blank lines end paragraphs
   */
  static List<String> paragraphs(CharSequence text, boolean keepLines) {
    List<String> paragraphs = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    StringBuilder line = new StringBuilder();
    boolean space = false;
    for (int i = 0; i < text.length(); ) {
      int codePoint = Character.codePointAt(text, i);
      i += Character.charCount(codePoint);
      if (codePoint == HARD_BREAK || (keepLines && codePoint == '\n')) {
        endLine(line, paragraph, paragraphs, keepLines);
        space = false;
      } else if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
        space = true;
      } else if (isVisible(codePoint)) {
        if (space && !line.isEmpty()) {
          line.append(' ');
        }
        space = false;
        line.appendCodePoint(codePoint);
      }
    }
    endLine(line, paragraph, paragraphs, keepLines);
    endParagraph(paragraph, paragraphs);
    return paragraphs;
  }

  /** Preformatted text without its control characters and outer blank lines. */
  static String preformatted(CharSequence text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int codePoint = Character.codePointAt(text, i);
      i += Character.charCount(codePoint);
      if (codePoint == HARD_BREAK) {
        kept.append('\n');
      } else if (codePoint == '\n' || codePoint == '\t' || isVisible(codePoint)) {
        kept.appendCodePoint(codePoint);
      }
    }
    int start = 0;
    int firstText = 0;
    while (firstText < kept.length() && Character.isWhitespace(kept.charAt(firstText))) {
      firstText++;
      if (kept.charAt(firstText - 1) == '\n') {
        start = firstText;
      }
    }
    return firstText == kept.length() ? "" : kept.substring(start).stripTrailing();
  }

  private static void endLine(
      StringBuilder line, StringBuilder paragraph, List<String> paragraphs, boolean keepLines) {
    if (!line.isEmpty()) {
      if (!paragraph.isEmpty()) {
        paragraph.append('\n');
      }
      paragraph.append(line);
      line.setLength(0);
    } else if (keepLines) {
      endParagraph(paragraph, paragraphs);
    }
  }

  private static void endParagraph(StringBuilder paragraph, List<String> paragraphs) {
    if (!paragraph.isEmpty()) {
      paragraphs.add(paragraph.toString());
      paragraph.setLength(0);
    }
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.SURROGATE -> false;
      default ->
          codePoint != SOFT_HYPHEN
              && codePoint != BYTE_ORDER_MARK
              && (codePoint & 0xfffe) != 0xfffe;
    };
  }
}
