package io.hypnos.engine.embedding;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Where the words of a text are. A word is what stands between white space, with two exceptions, so
 * that no word is much longer than others: an ideograph is a word, and what is too long to be a
 * word (a link, a language without spaces) counts as many short ones. A border is never inside a
 * character, nor before a mark that belongs to the one before.
 */
final class TextWords {
  private static final int LONGEST_WORD = 24;
  private static final int PART_OF_LONGER = 6;
  private static final int MOST_MARKS = 30;
  private static final int FIRST_SKIN_TONE = 0x1F3FB;
  private static final int LAST_SKIN_TONE = 0x1F3FF;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final String WIDE_ENDS = "。！？";
  private static final String SENTENCE_ENDS = ".!?…" + WIDE_ENDS;
  private static final String CLOSERS = "\"')]}”’»」』";

  private final String text;
  private final BitSet sentenceEnds = new BitSet();
  private int[] begins = new int[64];
  private int[] ends = new int[64];
  private int size;

  private TextWords(String text) {
    this.text = text;
  }

  static TextWords of(String text) {
    TextWords words = new TextWords(text);
    words.read();
    return words;
  }

  int size() {
    return size;
  }

  int begin(int word) {
    return begins[word];
  }

  /** Behind the last character. */
  int end(int word) {
    return ends[word];
  }

  boolean endsSentence(int word) {
    return word >= 0 && sentenceEnds.get(word);
  }

  private void read() {
    int position = 0;
    while (position < text.length()) {
      int end = position;
      while (end < text.length() && !isSpace(text.codePointAt(end))) {
        end += Character.charCount(text.codePointAt(end));
      }
      if (end > position) {
        addRun(position, end);
      }
      int next = end;
      boolean newLine = false;
      while (next < text.length() && isSpace(text.codePointAt(next))) {
        newLine |= text.charAt(next) == '\n';
        next += Character.charCount(text.codePointAt(next));
      }
      if (size > 0 && (newLine || endsWithSentence(position, end))) {
        sentenceEnds.set(size - 1);
      }
      position = next;
    }
  }

  private void addRun(int begin, int end) {
    int longest = text.codePointCount(begin, end) > LONGEST_WORD ? PART_OF_LONGER : LONGEST_WORD;
    int start = begin;
    int length = 0;
    int previous = 0;
    for (int i = begin; i < end; i = characterEnd(i, end)) {
      int current = text.codePointAt(i);
      boolean sentenceEnded = WIDE_ENDS.indexOf(previous) >= 0;
      if (i > start
          && (length == longest
              || sentenceEnded
              || CharacterRules.isIdeograph(previous)
              || CharacterRules.isIdeograph(current))) {
        add(start, i, sentenceEnded);
        start = i;
        length = 0;
      }
      length++;
      previous = current;
    }
    add(start, end, false);
  }

  /** Where the character ends that begins here, with the marks that belong to it up to a bound. */
  private int characterEnd(int begin, int end) {
    int position = begin + Character.charCount(text.codePointAt(begin));
    for (int marks = 0; marks < MOST_MARKS && position < end; marks++) {
      int codePoint = text.codePointAt(position);
      if (!isMark(codePoint) && text.codePointBefore(position) != ZERO_WIDTH_JOINER) {
        break;
      }
      position += Character.charCount(codePoint);
    }
    return position;
  }

  private void add(int begin, int end, boolean endsSentence) {
    if (size == begins.length) {
      begins = Arrays.copyOf(begins, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    begins[size] = begin;
    ends[size] = end;
    sentenceEnds.set(size, endsSentence);
    size++;
  }

  private boolean endsWithSentence(int begin, int end) {
    int last = end;
    while (last > begin && CLOSERS.indexOf(text.charAt(last - 1)) >= 0) {
      last--;
    }
    return last > begin && SENTENCE_ENDS.indexOf(text.charAt(last - 1)) >= 0;
  }

  private static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.FORMAT ->
          true;
      default -> codePoint >= FIRST_SKIN_TONE && codePoint <= LAST_SKIN_TONE;
    };
  }
}
