package io.hypnos.connectors.markup;

import java.util.Locale;
import java.util.Optional;

/**
 * A tag.
 *
 * @param name in lower case
 * @param empty whether it closes itself
 * @param attributes as they stand in the markup
 * @param end behind it
 */
record Tag(String name, boolean closing, boolean empty, String attributes, int end) {

  /** The tag that opens here; empty when the sign stands for itself. */
  static Optional<Tag> at(String markup, int open) {
    int from = markup.startsWith("/", open + 1) ? open + 2 : open + 1;
    if (from >= markup.length() || !isLetter(markup.charAt(from))) {
      return Optional.empty();
    }
    int end = end(markup, from);
    String inside = markup.substring(from, Math.min(end, markup.length()));
    boolean empty = inside.endsWith("/");
    int stop = 0;
    while (stop < inside.length()
        && !Character.isWhitespace(inside.charAt(stop))
        && inside.charAt(stop) != '/') {
      stop++;
    }
    String name = inside.substring(0, stop).toLowerCase(Locale.ROOT);
    int behind = Math.min(end + 1, markup.length());
    return Optional.of(new Tag(name, from == open + 2, empty, inside.substring(stop), behind));
  }

  private static boolean isLetter(char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
  }

  /** Where it ends; a sign in a quoted value does not end it. */
  private static int end(String markup, int from) {
    char before = ' ';
    for (int i = from; i < markup.length(); i++) {
      char sign = markup.charAt(i);
      if (sign == '>') {
        return i;
      }
      if (before == '=' && (sign == '"' || sign == '\'')) {
        int close = markup.indexOf(sign, i + 1);
        if (close < 0) {
          int plain = markup.indexOf('>', i);
          return plain < 0 ? markup.length() : plain;
        }
        i = close;
      }
      if (!Character.isWhitespace(sign)) {
        before = sign;
      }
    }
    return markup.length();
  }

  boolean opening() {
    return !closing;
  }

  /** The value of an attribute, with its characters; empty when it is missing or blank. */
  Optional<String> attribute(String wanted) {
    int at = 0;
    while (at < attributes.length()) {
      char sign = attributes.charAt(at);
      if (Character.isWhitespace(sign) || sign == '/' || sign == '=') {
        at++;
        continue;
      }
      int stop = at;
      while (stop < attributes.length() && "= \t\r\n\f".indexOf(attributes.charAt(stop)) < 0) {
        stop++;
      }
      String name = attributes.substring(at, stop);
      at = skipBlank(stop);
      String value = "";
      if (at < attributes.length() && attributes.charAt(at) == '=') {
        at = skipBlank(at + 1);
        int end = valueEnd(at);
        value = attributes.substring(at, end);
        at = end;
      }
      if (name.equalsIgnoreCase(wanted)) {
        return Optional.of(Entities.resolved(unquoted(value)).strip())
            .filter(text -> !text.isEmpty());
      }
    }
    return Optional.empty();
  }

  private int skipBlank(int from) {
    int at = from;
    while (at < attributes.length() && Character.isWhitespace(attributes.charAt(at))) {
      at++;
    }
    return at;
  }

  private int valueEnd(int from) {
    if (from < attributes.length() && "\"'".indexOf(attributes.charAt(from)) >= 0) {
      int close = attributes.indexOf(attributes.charAt(from), from + 1);
      return close < 0 ? attributes.length() : close + 1;
    }
    int at = from;
    while (at < attributes.length() && !Character.isWhitespace(attributes.charAt(at))) {
      at++;
    }
    return at;
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() > 1
            && "\"'".indexOf(value.charAt(0)) >= 0
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
