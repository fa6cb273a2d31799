package io.hypnos.connectors.markup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * The text of HTML or Confluence's storage format. It reads tags as they come, so nothing has to be
 * well formed; it resolves no entity but characters, and its work grows with the text alone.
 */
public final class MarkupText {
  private static final Set<String> BREAKS =
      Set.of(
          ("p div br li ul ol dl dt dd h1 h2 h3 h4 h5 h6 hr blockquote pre section article header"
                  + " footer address figure figcaption caption form ac:task ac:task-list"
                  + " ac:rich-text-body ac:plain-text-body ac:layout-section ac:layout-cell"
                  + " ac:caption")
              .split(" "));
  private static final Set<String> HIDDEN =
      Set.of(
          ("head title template noscript ac:parameter ac:default-parameter ac:placeholder"
                  + " ac:task-id ac:task-uuid ac:adf-attribute ac:adf-parameter ac:adf-fallback")
              .split(" "));
  private static final Set<String> RAW = Set.of("script", "style", "textarea");
  private static final String STATUS = "ac:task-status";
  private static final String CODE = "ac:plain-text-body";

  private final String markup;
  private final Lines lines;
  private final Deque<Link> links = new ArrayDeque<>();
  private final StringBuilder code = new StringBuilder();
  private boolean inCode;
  private String hiddenBy = "";
  private int hiddenDepth;
  private int preformatted;
  private int at;

  /** A link or an image under way: what it leads to is shown when it has no words of its own. */
  private static final class Link {
    private final int began;
    private final boolean named;
    private Optional<String> target = Optional.empty();

    Link(int began, boolean named) {
      this.began = began;
      this.named = named;
    }
  }

  private MarkupText(String markup, boolean rowsOnOneLine) {
    this.markup = markup;
    this.lines = new Lines(rowsOnOneLine);
  }

  /** Of HTML, as in mails, where tables often are but a frame. */
  public static String of(String markup) {
    return new MarkupText(markup, false).read();
  }

  /** Of a page of Confluence, where each row of a table becomes a line. */
  public static String ofStorage(String markup) {
    return new MarkupText(markup, true).read();
  }

  private String read() {
    while (at < markup.length()) {
      int open = markup.indexOf('<', at);
      int stop = open < 0 ? markup.length() : open;
      words(Entities.resolved(markup.substring(at, stop)));
      at = stop;
      if (open >= 0) {
        sign();
      }
    }
    endCode();
    while (!links.isEmpty()) {
      endLink();
    }
    return lines.toString();
  }

  private void sign() {
    if (markup.startsWith("<!--", at)) {
      skipPast("-->");
    } else if (markup.startsWith("<![CDATA[", at)) {
      int from = at + "<![CDATA[".length();
      int end = markup.indexOf("]]>", from);
      words(markup.substring(from, end < 0 ? markup.length() : end));
      skipPast("]]>");
    } else if (markup.startsWith("<!", at) || markup.startsWith("<?", at)) {
      skipPast(">");
    } else {
      Optional<Tag> tag = Tag.at(markup, at);
      at = tag.map(Tag::end).orElse(at + 1);
      tag.ifPresentOrElse(this::element, () -> words("<"));
    }
  }

  private void skipPast(String what) {
    int end = markup.indexOf(what, at);
    at = end < 0 ? markup.length() : end + what.length();
  }

  private void words(String words) {
    if (hiddenDepth > 0) {
      return;
    }
    if (inCode) {
      code.append(words);
    } else if (preformatted > 0) {
      lines.verbatim(words);
    } else {
      lines.words(words);
    }
  }

  private void element(Tag tag) {
    if (hiddenDepth > 0) {
      stillHidden(tag);
    } else if (HIDDEN.contains(tag.name())) {
      hide(tag);
    } else if (RAW.contains(tag.name()) && tag.opening() && !tag.empty()) {
      skipRaw(tag.name());
    } else {
      shown(tag);
    }
  }

  /** Nothing is shown up to the end of this one. */
  private void hide(Tag tag) {
    if (tag.opening() && !tag.empty()) {
      hiddenBy = tag.name();
      hiddenDepth = 1;
    }
  }

  private void stillHidden(Tag tag) {
    if (tag.name().equals(hiddenBy) && !tag.empty()) {
      hiddenDepth += tag.closing() ? -1 : 1;
    } else if (tag.name().equals("body") && hiddenBy.equals("head")) {
      hiddenDepth = 0;
    }
  }

  /** What is in a script is no markup. */
  private void skipRaw(String name) {
    String end = "</" + name;
    while (at < markup.length() && !markup.regionMatches(true, at, end, 0, end.length())) {
      at++;
    }
  }

  private void shown(Tag tag) {
    switch (tag.name()) {
      case "table" -> table(tag);
      case "tr" -> lines.row();
      case "td", "th" -> cell(tag);
      case "pre" -> preformatted = Math.max(0, preformatted + (tag.closing() ? -1 : 1));
      case CODE -> code(tag);
      case STATUS -> status(tag);
      case "ac:task" -> lines.endMark();
      case "time" -> time(tag);
      case "img" -> named(tag, "alt");
      case "ac:emoticon" -> named(tag, "ac:emoji-fallback");
      case "ac:link", "ac:image" -> link(tag);
      default -> {
        if (tag.name().startsWith("ri:") && tag.opening()) {
          leads(tag);
        }
      }
    }
    if (BREAKS.contains(tag.name())) {
      lines.newLine();
    }
  }

  private void table(Tag tag) {
    if (tag.closing()) {
      lines.closeTable();
    } else {
      lines.openTable();
    }
  }

  private void cell(Tag tag) {
    if (tag.closing()) {
      lines.closeCell();
    } else {
      lines.openCell();
    }
  }

  private void code(Tag tag) {
    endCode();
    inCode = tag.opening() && !tag.empty();
  }

  private void endCode() {
    inCode = false;
    if (code.length() > 0) {
      String text = code.toString().stripTrailing();
      code.setLength(0);
      lines.newLine();
      lines.verbatim(text.substring(firstLine(text)));
      lines.newLine();
    }
  }

  /** Where the first line that is not blank begins. */
  private static int firstLine(String text) {
    int begin = 0;
    for (int i = 0; i < text.length() && Character.isWhitespace(text.charAt(i)); i++) {
      if (text.charAt(i) == '\n') {
        begin = i + 1;
      }
    }
    return begin;
  }

  /** The word between the tags is told by a mark. */
  private void status(Tag tag) {
    if (tag.opening() && !tag.empty()) {
      int end = markup.indexOf('<', at);
      String word = markup.substring(at, end < 0 ? markup.length() : end).strip();
      lines.mark(word.equals("complete") ? "[x]" : "[ ]");
      hide(tag);
    }
  }

  private void time(Tag tag) {
    Optional<String> when = tag.opening() ? tag.attribute("datetime") : Optional.empty();
    when.ifPresent(this::words);
    if (when.isPresent()) {
      hide(tag);
    }
  }

  private void named(Tag tag, String attribute) {
    if (tag.opening()) {
      tag.attribute(attribute).ifPresent(this::words);
    }
  }

  private void link(Tag tag) {
    if (tag.closing()) {
      if (!links.isEmpty()) {
        endLink();
      }
      return;
    }
    named(tag, "ac:alt");
    if (!tag.empty()) {
      links.push(new Link(lines.length(), tag.name().equals("ac:image")));
    }
  }

  private void endLink() {
    Link link = links.pop();
    if (lines.length() == link.began) {
      link.target.ifPresent(this::words);
    }
  }

  private void leads(Tag tag) {
    Optional<String> target =
        tag.attribute("ri:content-title")
            .or(() -> tag.attribute("ri:username"))
            .or(() -> tag.attribute("ri:account-id"))
            .or(() -> tag.attribute("ri:userkey"))
            .or(() -> tag.attribute("ri:filename"))
            .or(() -> tag.attribute("ri:space-key"));
    if (links.isEmpty()) {
      target.ifPresent(this::words);
    } else if (!links.peek().named && links.peek().target.isEmpty()) {
      links.peek().target = target;
    }
  }
}
