package io.hypnos.connectors.markup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of HTML or Confluence's storage format. It reads tags as they come, so nothing has to be
 * well formed; it resolves no entity but characters, and its work grows with the text alone.
 */
public final class MarkupText {
  private static final Set<String> BREAKS =
      Set.of(
          "p",
          "div",
          "br",
          "li",
          "tr",
          "table",
          "ul",
          "ol",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "blockquote",
          "pre",
          "section",
          "article",
          "header",
          "footer",
          "hr",
          "ac:task",
          "ac:structured-macro",
          "ac:layout-section");
  private static final Set<String> SILENT =
      Set.of(
          "script",
          "style",
          "head",
          "title",
          "template",
          "ac:parameter",
          "ac:placeholder",
          "ac:task-id",
          "ac:task-uuid");
  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("ndash", "–"),
          Map.entry("mdash", "—"),
          Map.entry("hellip", "…"),
          Map.entry("lsquo", "‘"),
          Map.entry("rsquo", "’"),
          Map.entry("ldquo", "“"),
          Map.entry("rdquo", "”"),
          Map.entry("laquo", "«"),
          Map.entry("raquo", "»"),
          Map.entry("bull", "•"),
          Map.entry("middot", "·"),
          Map.entry("euro", "€"),
          Map.entry("copy", "©"),
          Map.entry("reg", "®"),
          Map.entry("trade", "™"),
          Map.entry("rarr", "→"),
          Map.entry("larr", "←"),
          Map.entry("times", "×"),
          Map.entry("deg", "°"),
          Map.entry("sect", "§"),
          Map.entry("auml", "ä"),
          Map.entry("ouml", "ö"),
          Map.entry("uuml", "ü"),
          Map.entry("Auml", "Ä"),
          Map.entry("Ouml", "Ö"),
          Map.entry("Uuml", "Ü"),
          Map.entry("szlig", "ß"),
          Map.entry("eacute", "é"),
          Map.entry("egrave", "è"),
          Map.entry("agrave", "à"),
          Map.entry("ccedil", "ç"));
  private static final Pattern ENTITY =
      Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});");
  private static final Pattern SHOWN =
      Pattern.compile("(?:ri:content-title|alt|ac:alt|datetime|ri:filename)=\"([^\"]{0,1000})\"");

  private final String markup;
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> silent = new ArrayDeque<>();
  private int at;

  private MarkupText(String markup) {
    this.markup = markup;
  }

  public static String of(String markup) {
    return new MarkupText(markup).read();
  }

  private String read() {
    while (at < markup.length()) {
      int open = markup.indexOf('<', at);
      if (open < 0) {
        words(markup.substring(at));
        break;
      }
      words(markup.substring(at, open));
      at = open;
      tag();
    }
    return text.toString()
        .replaceAll("[ \\t]*\\n[ \\t]*", "\n")
        .replaceAll("\\n{3,}", "\n\n")
        .strip();
  }

  private void tag() {
    if (markup.startsWith("<!--", at)) {
      skipPast("-->");
    } else if (markup.startsWith("<![CDATA[", at)) {
      int end = markup.indexOf("]]>", at);
      int stop = end < 0 ? markup.length() : end;
      if (silent.isEmpty()) {
        text.append(markup, Math.min(at + 9, stop), stop);
      }
      at = end < 0 ? markup.length() : end + 3;
    } else {
      int end = markup.indexOf('>', at);
      if (end < 0) {
        at = markup.length();
        return;
      }
      element(markup.substring(at + 1, end));
      at = end + 1;
    }
  }

  private void skipPast(String what) {
    int end = markup.indexOf(what, at);
    at = end < 0 ? markup.length() : end + what.length();
  }

  private void element(String inside) {
    boolean closing = inside.startsWith("/");
    boolean empty = inside.endsWith("/");
    String name = name(closing ? inside.substring(1) : inside);
    if (SILENT.contains(name) || (closing && name.equals("ac:task-status"))) {
      if (closing) {
        silent.removeFirstOccurrence(name);
      } else if (!empty) {
        silent.push(name);
      }
    }
    if (!silent.isEmpty()) {
      return;
    }
    if (name.equals("ac:task-status") && !closing) {
      status();
    } else if (name.equals("td") || name.equals("th")) {
      text.append(closing ? "\t" : "");
    } else if (BREAKS.contains(name)) {
      newLine();
    }
    if (!closing
        && (name.startsWith("ri:")
            || name.equals("time")
            || name.equals("img")
            || name.equals("ac:image"))) {
      Matcher shown = SHOWN.matcher(inside);
      if (shown.find()) {
        text.append(characters(shown.group(1)));
      }
    }
  }

  /** The word between the tags is told by the mark. */
  private void status() {
    int end = markup.indexOf('>', at);
    boolean done = end >= 0 && markup.startsWith("complete", end + 1);
    text.append(done ? "[x] " : "[ ] ");
    silent.push("ac:task-status");
  }

  private void newLine() {
    if (text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
  }

  private static String name(String inside) {
    int end = 0;
    while (end < inside.length()
        && !Character.isWhitespace(inside.charAt(end))
        && inside.charAt(end) != '/') {
      end++;
    }
    return inside.substring(0, end).toLowerCase(Locale.ROOT);
  }

  private void words(String raw) {
    if (silent.isEmpty()) {
      text.append(characters(raw.replaceAll("\\s+", " ")));
    }
  }

  private static String characters(String raw) {
    return ENTITY
        .matcher(raw)
        .replaceAll(found -> Matcher.quoteReplacement(character(found.group(1), found.group())));
  }

  private static String character(String name, String whole) {
    if (name.charAt(0) != '#') {
      return ENTITIES.getOrDefault(name, whole);
    }
    boolean hex = Character.toLowerCase(name.charAt(1)) == 'x';
    int code = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
    boolean good =
        Character.isValidCodePoint(code) && code >= ' ' && !(code >= 0xD800 && code <= 0xDFFF);
    return good ? Character.toString(code) : "";
  }
}
