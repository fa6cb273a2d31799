package io.hypnos.engine.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the sentences of a text with a few rules. Linear. */
final class Sentences {
  private static final String ENDS = ".!?…";
  private static final String ENDS_WITHOUT_SPACE = "。！？";
  private static final String CLOSERS = "\"')]}”’»」』";
  private static final int LONGEST_ABBREVIATION = 6;
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "dr", "mr", "mrs", "ms", "prof", "st", "sr", "jr", "e.g", "i.e", "cf", "vs", "nr", "fig",
          "approx", "ca", "z.b", "d.h", "u.a", "bzw", "hr", "fr");

  private final String text;
  private final List<Sentence> sentences = new ArrayList<>();
  private int start;
  private String separator = "";

  private Sentences(String text) {
    this.text = text;
  }

  static List<Sentence> of(String text) {
    return new Sentences(text).split();
  }

  private List<Sentence> split() {
    int position = 0;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '\n' || isEnd(c)) {
        position = boundary(position);
      } else {
        position++;
      }
    }
    add(text.length(), "");
    return sentences;
  }

  /** Looks behind a possible end and returns where to go on. */
  private int boundary(int position) {
    int end = position;
    while (end < text.length() && isEnd(text.charAt(end))) {
      end++;
    }
    boolean wide = end > position && ENDS_WITHOUT_SPACE.indexOf(text.charAt(end - 1)) >= 0;
    while (end > position && end < text.length() && CLOSERS.indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    int next = end;
    boolean newLine = false;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      newLine |= text.charAt(next) == '\n';
      next++;
    }
    if (next == text.length()) {
      return next;
    }
    boolean apart = next > end || wide;
    if (apart && (wide || !continues(position, end, next))) {
      add(end, newLine ? "\n" : next > end ? " " : "");
      start = next;
    }
    return next;
  }

  private boolean continues(int position, int end, int next) {
    int following = text.codePointAt(next);
    if (end == position) {
      return Character.isLowerCase(following);
    }
    boolean dot = end == position + 1 && text.charAt(position) == '.';
    return Character.isLowerCase(following)
        || (dot && (Character.isDigit(following) || isAbbreviation(position)));
  }

  /** Whether the word before a dot is an abbreviation or an initial. */
  private boolean isAbbreviation(int dot) {
    int begin = dot;
    while (begin > start && dot - begin <= LONGEST_ABBREVIATION && isWord(text.charAt(begin - 1))) {
      begin--;
    }
    String word = text.substring(begin, dot);
    boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
    return initial || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
  }

  private void add(int end, String following) {
    String sentence = text.substring(start, end).strip();
    if (!sentence.isEmpty()) {
      sentences.add(new Sentence(separator, sentence));
      separator = following;
    }
    start = end;
  }

  private static boolean isWord(char c) {
    return c == '.' || Character.isLetter(c);
  }

  private static boolean isEnd(char c) {
    return ENDS.indexOf(c) >= 0 || ENDS_WITHOUT_SPACE.indexOf(c) >= 0;
  }
}
