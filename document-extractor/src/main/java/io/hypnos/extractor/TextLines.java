package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Lines of a text to blocks: paragraphs between blank lines and, where allowed, Markdown. */
final class TextLines {
  private static final int DEEPEST_HEADING = 6;
  private static final int LONGEST_NUMBER = 3;
  private static final String FENCE = "```";

  private final BlockCollector blocks;
  private final boolean markdown;
  private final boolean quotes;
  private final StringBuilder open = new StringBuilder();
  private Kind kind = Kind.PARAGRAPH;

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
    if (markdown && line.startsWith(FENCE)) {
      boolean inside = kind == Kind.CODE;
      close();
      kind = inside ? Kind.PARAGRAPH : Kind.CODE;
    } else if (kind == Kind.CODE) {
      open.append(raw).append('\n');
    } else if (line.isEmpty()) {
      close();
    } else if (markdown && headingDepth(line) > 0) {
      heading(headingDepth(line), line.substring(headingDepth(line)));
    } else if (markdown && isTableRow(line)) {
      tableRow(line);
    } else if (quotes && line.startsWith(">")) {
      quoted(line);
    } else if (markdown && itemText(line) > 0) {
      close();
      kind = Kind.LIST_ITEM;
      open.append(line.substring(itemText(line))).append('\n');
    } else {
      open.append(line).append('\n');
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

  private static int headingDepth(String line) {
    int depth = 0;
    while (depth < line.length() && line.charAt(depth) == '#') {
      depth++;
    }
    boolean heading =
        depth > 0 && depth <= DEEPEST_HEADING && depth < line.length() && line.charAt(depth) == ' ';
    return heading ? depth : 0;
  }

  /** Where the text of a list item begins; 0 when the line is none. */
  private static int itemText(String line) {
    int marker = 0;
    while (marker < Math.min(LONGEST_NUMBER, line.length())
        && Character.isDigit(line.charAt(marker))) {
      marker++;
    }
    boolean numbered = marker > 0;
    if (marker >= line.length() || (numbered ? ".)" : "-*+").indexOf(line.charAt(marker)) < 0) {
      return 0;
    }
    boolean item = marker + 2 < line.length() && line.charAt(marker + 1) == ' ';
    return item ? marker + 2 : 0;
  }

  private static boolean isTableRow(String line) {
    return line.length() > 2 && line.startsWith("|") && line.endsWith("|");
  }

  private static boolean endsLine(char c) {
    return c == '\n' || c == '\r' || c == '\f' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }
}
