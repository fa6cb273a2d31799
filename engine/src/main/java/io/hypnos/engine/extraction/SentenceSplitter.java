package io.hypnos.engine.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the sentences of a text of any script by a few rules. Linear. */
public final class SentenceSplitter {
  private static final String ENDS = ".!?…";
  private static final String WIDE_ENDS = "。！？";
  private static final String CLOSERS = "\"')]}”’»」』";
  private static final int LONGEST_ABBREVIATION = 6;
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "dr", "mr", "mrs", "ms", "prof", "st", "sr", "jr", "e.g", "i.e", "cf", "vs", "no", "nr",
          "fig", "approx", "ca", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
          "oct", "nov", "dec", "a.m", "p.m", "inc", "ltd", "z.b", "d.h", "bzw");

  private SentenceSplitter() {}

  public static List<Span> of(String text) {
    List<Span> sentences = new ArrayList<>();
    int start = 0;
    int position = 0;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '\n' || c == '\r') {
        add(text, start, position, sentences);
        start = ++position;
      } else if (ENDS.indexOf(c) >= 0 || WIDE_ENDS.indexOf(c) >= 0) {
        int end = end(text, position);
        if (isBoundary(text, start, position, end)) {
          add(text, start, end, sentences);
          start = end;
        }
        position = end;
      } else {
        position++;
      }
    }
    add(text, start, text.length(), sentences);
    return sentences;
  }

  private static int end(String text, int position) {
    int end = position;
    while (end < text.length()
        && (ENDS.indexOf(text.charAt(end)) >= 0
            || WIDE_ENDS.indexOf(text.charAt(end)) >= 0
            || CLOSERS.indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end;
  }

  private static boolean isBoundary(String text, int start, int position, int end) {
    if (end >= text.length() || WIDE_ENDS.indexOf(text.charAt(position)) >= 0) {
      return true;
    } else if (!Character.isWhitespace(text.charAt(end))) {
      return false;
    }
    int next = end;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    if (next == text.length() || text.charAt(position) != '.') {
      return true;
    }
    int following = text.codePointAt(next);
    return !Character.isLowerCase(following)
        && !isAbbreviation(text, start, position, Character.isDigit(following));
  }

  private static boolean isAbbreviation(String text, int start, int dot, boolean beforeDigit) {
    int begin = dot;
    while (begin > start
        && dot - begin <= LONGEST_ABBREVIATION
        && (Character.isLetter(text.charAt(begin - 1)) || text.charAt(begin - 1) == '.')) {
      begin--;
    }
    String word = text.substring(begin, dot).toLowerCase(Locale.ROOT);
    boolean initial = word.length() == 1 && !word.equals("i");
    boolean ordinal = beforeDigit && word.isEmpty();
    boolean time = word.equals("a.m") || word.equals("p.m");
    return initial
        || ordinal
        || (ABBREVIATIONS.contains(word)
            && !(time && !beforeDigit)
            && !(word.equals("no") && !beforeDigit));
  }

  private static void add(String text, int start, int end, List<Span> sentences) {
    int first = start;
    int last = end;
    while (first < last && isBlank(text.charAt(first))) {
      first++;
    }
    while (last > first && isBlank(text.charAt(last - 1))) {
      last--;
    }
    if (last > first) {
      sentences.add(new Span(first, last));
    }
  }

  private static boolean isBlank(char c) {
    return c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
