package io.hypnos.engine.extraction;

/**
 * Finds pieces of ASCII that name a thing exactly: mail addresses, URLs, paths, versions, tickets,
 * hashes, names in code. One pass over the chunk between blanks.
 */
final class Identifiers {
  private static final int LONGEST = 512;
  private static final String TRAILING = ".,;:!?)]}\"'>";
  private static final String STOPS = "\"<>|()[]{},;";

  private Identifiers() {}

  /** Where the identifier that begins here ends, or {@code start} when none begins. */
  static int endOf(String text, int start) {
    char initial = text.charAt(start);
    if (!isAsciiLetterOrDigit(initial) && initial != '/' && initial != '#' && initial != '@') {
      return start;
    }
    int end = start;
    int most = Math.min(text.length(), start + LONGEST);
    while (end < most && isChunk(text.charAt(end))) {
      end++;
    }
    if (end == most && end < text.length() && isChunk(text.charAt(end))) {
      return start;
    }
    while (end > start && TRAILING.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end - start > 1 && isIdentifier(text, start, end) ? end : start;
  }

  private static boolean isChunk(char c) {
    return c > ' ' && c < 127 && STOPS.indexOf(c) < 0;
  }

  private static boolean isIdentifier(String text, int start, int end) {
    int letters = 0;
    int digits = 0;
    int inner = 0;
    int dashes = 0;
    boolean lower = false;
    boolean camel = false;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (isAsciiLetterOrDigit(c)) {
        letters++;
        boolean upper = c <= 'Z';
        camel |= lower && upper && i - start >= 1;
        lower = !upper;
      } else if (c == '\'') {
        return false;
      } else if (c == '-') {
        dashes++;
      } else if (c == '@' || c == '_') {
        inner += i > start && i < end - 1 ? 1 : 0;
      } else if (c == ':' && text.startsWith("://", i)) {
        return letters > 0;
      }
    }
    char initial = text.charAt(start);
    if (initial == '#' || initial == '@') {
      return letters + digits > 0;
    } else if (inner > 0 && letters > 0) {
      return true;
    } else if (camel && letters >= 4 && digits + letters == end - start) {
      return true;
    } else if (letters > 0 && text.substring(start, end).indexOf('/') >= 0) {
      return isPath(text, start, end, digits);
    } else if (digits > 0 && letters > 0) {
      return !isMeasure(text, start, end) && (dashes == 0 || isTicket(text, start, end));
    }
    return isDottedNumber(text, start, end) || isFileName(text, start, end, letters);
  }

  private static boolean isPath(String text, int start, int end, int digits) {
    int slashes = 0;
    for (int i = start; i < end; i++) {
      slashes += text.charAt(i) == '/' ? 1 : 0;
    }
    return text.charAt(start) == '/'
        || slashes > 1
        || digits > 0
        || text.substring(start, end).indexOf('.') > 0;
  }

  /** "3pm", "5th", "10km", "2x": a number with a short unit. */
  private static boolean isMeasure(String text, int start, int end) {
    int i = start;
    while (i < end
        && (isDigit(text.charAt(i))
            || text.charAt(i) == '.'
            || text.charAt(i) == ','
            || text.charAt(i) == ':')) {
      i++;
    }
    int unit = end - i;
    if (i == start || unit < 1 || unit > 4) {
      return false;
    }
    for (int k = i; k < end; k++) {
      if (!isAsciiLetterOrDigit(text.charAt(k)) || isDigit(text.charAt(k))) {
        return false;
      }
    }
    return true;
  }

  /** Dashes join words ("co-op") and parts of tickets ("PAY-1234"): one part must hold digits. */
  private static boolean isTicket(String text, int start, int end) {
    int partStart = start;
    for (int i = start; i <= end; i++) {
      if (i == end || text.charAt(i) == '-') {
        if (i > partStart && isDigit(text.charAt(i - 1)) && !isMeasure(text, start, end)) {
          return true;
        }
        partStart = i + 1;
      }
    }
    return false;
  }

  /** At least two dots between digits: a version or an address. */
  private static boolean isDottedNumber(String text, int start, int end) {
    int dots = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        dots++;
      } else if (!isDigit(c) && c != ':') {
        return false;
      }
    }
    return dots >= 2 && end - start <= 21 && !looksLikeDate(text.substring(start, end));
  }

  private static boolean looksLikeDate(String text) {
    String[] parts = text.split("\\.", 4);
    return parts.length == 3
        && parts[0].length() <= 2
        && parts[1].length() <= 2
        && (parts[2].length() == 4 || parts[2].length() == 2)
        && Integer.parseInt(parts[1].isEmpty() ? "0" : parts[1]) <= 12
        && parts[0].length() + parts[1].length() + parts[2].length() >= 5;
  }

  private static boolean isFileName(String text, int start, int end, int letters) {
    // Within the piece: a search through the text would make the whole quadratic.
    int dot = start + text.substring(start, end).lastIndexOf('.');
    int extension = end - 1 - dot;
    return dot > start + 1
        && letters > 3
        && extension >= 2
        && extension <= 4
        && text.charAt(dot - 1) != '.'
        && allLowerLetters(text, dot + 1, end)
        && allNameLetters(text, start, dot);
  }

  private static boolean allLowerLetters(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) < 'a' || text.charAt(i) > 'z') {
        return false;
      }
    }
    return true;
  }

  private static boolean allNameLetters(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (!isAsciiLetterOrDigit(c) && c != '-' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAsciiLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
