package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.Word.Kind;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a text of any script into pieces. Linear, and never fails. */
final class Words {
  private static final int LONGEST_KEY = 64;
  private static final String SENTENCE_ENDS = ".!?…:;。！？\n•";
  private static final String OPENERS = "\"'“‘«([{-–—*#>";

  private final String text;
  private final List<Word> words = new ArrayList<>();
  private boolean first = true;
  private boolean tried;

  private Words(String text) {
    this.text = text;
  }

  static List<Word> of(String text) {
    return new Words(text).cut();
  }

  private List<Word> cut() {
    int position = 0;
    while (position < text.length()) {
      int c = text.codePointAt(position);
      if (Character.isWhitespace(c) || c == 0) {
        first |= c == '\n';
        tried = false;
        position += Character.charCount(c);
      } else {
        position = piece(position, c);
      }
    }
    return words;
  }

  private int piece(int start, int c) {
    boolean atChunkStart = start == 0 || !isPartOfChunk(text.charAt(start - 1));
    if (atChunkStart
        && !tried
        && c < 128
        && (Character.isLetterOrDigit(c) || "/#@".indexOf(c) >= 0)) {
      // Once between two blanks, so that a long run without any is not looked at again and again.
      tried = true;
      int end = Identifiers.endOf(text, start);
      if (end > start) {
        return add(start, end, Kind.IDENTIFIER);
      }
    }
    if (isUnspaced(c)) {
      int end = start;
      while (end < text.length() && isUnspaced(text.codePointAt(end))) {
        end += Character.charCount(text.codePointAt(end));
      }
      return add(start, end, Kind.UNSPACED);
    } else if (Character.isDigit(c)) {
      return add(start, endOfNumber(start), Kind.NUMBER);
    } else if (Character.isLetter(c)) {
      return add(start, endOfWord(start), Kind.WORD);
    }
    return add(start, endOfMark(start, c), Kind.MARK);
  }

  private static boolean isPartOfChunk(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '@' || c == '/';
  }

  private int endOfNumber(int start) {
    int end = start;
    while (end < text.length()) {
      char c = text.charAt(end);
      boolean inner =
          (c == '.' || c == ',' || c == ':' || c == '-' || c == '/')
              && end + 1 < text.length()
              && Character.isDigit(text.charAt(end + 1));
      if (!Character.isDigit(text.codePointAt(end)) && !inner) {
        break;
      }
      end += inner ? 1 : Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private int endOfWord(int start) {
    int end = start;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      boolean joined =
          (c == '\'' || c == '’' || c == '-' || c == 0x00AD || c == 0x200D)
              && end + 1 < text.length()
              && Character.isLetter(text.codePointAt(end + 1));
      if (!joined && (!isWordPart(c) || isUnspaced(c))) {
        break;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  private static boolean isWordPart(int c) {
    return Character.isLetter(c) || isCombining(c) || Character.isDigit(c);
  }

  private static boolean isCombining(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  /** One mark is a piece; combining marks that follow it, or stand alone, make one piece. */
  private int endOfMark(int start, int c) {
    int end = start + Character.charCount(c);
    while (end < text.length() && isCombining(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private static boolean isUnspaced(int c) {
    if (c < 0x0E00) {
      return false;
    }
    UnicodeScript script = UnicodeScript.of(c);
    return Character.isLetter(c)
        && (script == UnicodeScript.HAN
            || script == UnicodeScript.HIRAGANA
            || script == UnicodeScript.KATAKANA
            || script == UnicodeScript.THAI
            || script == UnicodeScript.LAO
            || script == UnicodeScript.KHMER
            || script == UnicodeScript.MYANMAR);
  }

  private int add(int start, int end, Kind kind) {
    String piece = text.substring(start, end);
    words.add(new Word(piece, key(piece), start, end, kind, first));
    if (kind == Kind.MARK) {
      char mark = piece.charAt(0);
      first = SENTENCE_ENDS.indexOf(mark) >= 0 || (first && OPENERS.indexOf(mark) >= 0);
    } else {
      first = false;
    }
    return end;
  }

  /**
   * The form in which two pieces are compared. Long ones keep their beginning and a hash, which
   * bounds the cost of normalising (its ordering of marks is not linear).
   */
  static String key(String piece) {
    if (piece.length() > LONGEST_KEY) {
      return key(whole(piece.substring(0, LONGEST_KEY - 16)))
          + "#"
          + Integer.toHexString(piece.hashCode());
    }
    for (int i = 0; i < piece.length(); i++) {
      if (piece.charAt(i) > 127) {
        return Normalizer.normalize(piece, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replace('’', '\'')
            .replace("\u00AD", "");
      }
    }
    return piece.toLowerCase(Locale.ROOT);
  }

  private static String whole(String cut) {
    return !cut.isEmpty() && Character.isHighSurrogate(cut.charAt(cut.length() - 1))
        ? cut.substring(0, cut.length() - 1)
        : cut;
  }
}
