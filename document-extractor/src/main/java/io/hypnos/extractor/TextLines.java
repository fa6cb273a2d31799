package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lines of a text to blocks: paragraphs between blank lines and, where allowed, Markdown. */
final class TextLines {
  private static final int DEEPEST_HEADING = 6;
  private static final int LONGEST_NUMBER = 3;
  private static final int LONGEST_UNDERLINED = 200;
  private static final int SHORTEST_UNDERLINE = 3;

  private final BlockCollector blocks;
  private final boolean markdown;
  private final boolean quotes;
  private final StringBuilder open = new StringBuilder();
  private Kind kind = Kind.PARAGRAPH;
  private Optional<Fence> fence = Optional.empty();

  /**
   * @param quotes whether lines that begin with {@code >} are quoted
   */
  TextLines(BlockCollector blocks, boolean markdown, boolean quotes) {
    this.blocks = blocks;
    this.markdown = markdown;
    this.quotes = quotes;
  }

  void read(String text) {
    int length = text.length();
    int start = 0;
    while (start < length && !blocks.cut()) {
      int end = start;
      while (end < length && !endsLine(text.charAt(end))) {
        end++;
      }
      line(text.substring(start, end));
      boolean pair = end + 1 < length && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n';
      start = end + (pair ? 2 : 1);
    }
    close();
  }

  private void line(String raw) {
    String line = raw.strip();
    if (kind == Kind.QUOTE && !line.startsWith(">")) {
      close();
    }
    if (fence.isPresent()) {
      fenced(raw, fence.get());
    } else if (markdown && Fence.opening(line).isPresent()) {
      close();
      fence = Fence.opening(line);
      kind = Kind.CODE;
    } else if (line.isEmpty()) {
      close();
    } else if (markdown && headingDepth(line) > 0) {
      heading(headingDepth(line), line.substring(headingDepth(line)));
    } else if (markdown && underlines(line) > 0) {
      int depth = underlines(line);
      String text = open.toString();
      open.setLength(0);
      heading(depth, text);
    } else if (markdown && isTableRow(line)) {
      tableRow(line);
    } else if (quotes && line.startsWith(">")) {
      quoted(line);
    } else if (markdown && isBullet(line)) {
      item(line.substring(2));
    } else if (markdown && isNumbered(line) && mayBeginItem(line)) {
      item(line);
    } else {
      open.append(line).append('\n');
    }
  }

  private void fenced(String raw, Fence around) {
    if (around.isClosedBy(raw.strip())) {
      close();
      fence = Optional.empty();
    } else {
      open.append(raw).append('\n');
    }
  }

  /** However often it was quoted, a line is a line of the quotation. */
  private void quoted(String line) {
    if (kind != Kind.QUOTE) {
      close();
      kind = Kind.QUOTE;
    }
    int text = 0;
    while (text < line.length() && (line.charAt(text) == '>' || line.charAt(text) == ' ')) {
      text++;
    }
    open.append(line, text, line.length()).append('\n');
  }

  private void heading(int depth, String text) {
    close();
    CleanText.paragraphs(text, false)
        .forEach(heading -> blocks.add(Kind.HEADING, 0, depth, heading));
  }

  private void only(Kind single, String text) {
    close();
    open.append(text);
    kind = single;
    close();
  }

  private void tableRow(String line) {
    String cells =
        Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
            .map(String::strip)
            .collect(Collectors.joining(" | "));
    boolean ruler = cells.chars().allMatch(c -> c == '-' || c == ':' || c == '|' || c == ' ');
    if (ruler) {
      close();
    } else {
      only(Kind.TABLE_ROW, cells);
    }
  }

  private void close() {
    if (kind == Kind.CODE) {
      blocks.add(kind, 0, CleanText.preformatted(open));
    } else {
      CleanText.paragraphs(open, true).forEach(paragraph -> blocks.add(kind, 0, paragraph));
    }
    open.setLength(0);
    kind = Kind.PARAGRAPH;
  }

  /** The depth of the heading that the line before becomes by this one; 0 when it becomes none. */
  private int underlines(String line) {
    boolean oneLine =
        open.indexOf("\n") == open.length() - 1 && open.length() <= LONGEST_UNDERLINED;
    if (open.isEmpty() || !oneLine || line.length() < SHORTEST_UNDERLINE) {
      return 0;
    } else if (line.chars().allMatch(c -> c == '=')) {
      boolean numbered = kind == Kind.LIST_ITEM && Character.isDigit(open.charAt(0));
      return kind == Kind.PARAGRAPH || numbered ? 1 : 0;
    }
    return kind == Kind.PARAGRAPH && line.chars().allMatch(c -> c == '-') ? 2 : 0;
  }

  private static int headingDepth(String line) {
    int depth = 0;
    while (depth < line.length() && line.charAt(depth) == '#') {
      depth++;
    }
    boolean heading =
        depth > 0 && depth <= DEEPEST_HEADING && depth < line.length() && line.charAt(depth) == ' ';
    return heading ? depth : 0;
  }

  private void item(String text) {
    close();
    kind = Kind.LIST_ITEM;
    open.append(text).append('\n');
  }

  /** Within a paragraph a number is one of its words, as of a date, unless a list begins there. */
  private boolean mayBeginItem(String line) {
    return open.isEmpty()
        || kind == Kind.LIST_ITEM
        || line.startsWith("1.")
        || line.startsWith("1)");
  }

  private static boolean isBullet(String line) {
    return line.length() > 2 && "-*+".indexOf(line.charAt(0)) >= 0 && line.charAt(1) == ' ';
  }

  private static boolean isNumbered(String line) {
    int digits = 0;
    while (digits < Math.min(LONGEST_NUMBER, line.length())
        && Character.isDigit(line.charAt(digits))) {
      digits++;
    }
    return digits > 0
        && digits + 2 < line.length()
        && ".)".indexOf(line.charAt(digits)) >= 0
        && line.charAt(digits + 1) == ' ';
  }

  private static boolean isTableRow(String line) {
    return line.length() > 2 && line.startsWith("|") && line.endsWith("|");
  }

  private static boolean endsLine(char c) {
    return c == '\n' || c == '\r' || c == '\f' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }
}
