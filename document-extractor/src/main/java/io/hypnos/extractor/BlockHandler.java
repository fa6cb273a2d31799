package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import org.apache.tika.exception.WriteLimitReachedException;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** XHTML events to blocks. Ends the parse as soon as the collector is full. */
final class BlockHandler extends DefaultHandler {
  private static final Set<String> BLOCKS =
      Set.of(
          "address",
          "article",
          "aside",
          "blockquote",
          "body",
          "caption",
          "dd",
          "details",
          "div",
          "dl",
          "dt",
          "fieldset",
          "figcaption",
          "figure",
          "footer",
          "form",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "header",
          "hr",
          "li",
          "main",
          "nav",
          "ol",
          "option",
          "p",
          "pre",
          "section",
          "summary",
          "table",
          "tbody",
          "td",
          "tfoot",
          "th",
          "thead",
          "tr",
          "ul");
  private static final int SLACK = 64 * 1024;

  /** An open element that says what the text in it is. */
  private record Element(Kind kind, int level) {
    static final Element PARAGRAPH = new Element(Kind.PARAGRAPH, 0);
  }

  private final BlockCollector blocks;
  private final Set<String> pageClasses;
  private final boolean keepLines;
  private final StringBuilder text = new StringBuilder();
  private final Deque<Element> elements = new ArrayDeque<>();
  private final Deque<TableRow> rows = new ArrayDeque<>();
  private long pending;
  private int page;
  private int heads;

  /**
   * @param pageClasses classes of the {@code div} elements that begin a page
   * @param keepLines whether line feeds in the text end lines
   */
  BlockHandler(BlockCollector blocks, Set<String> pageClasses, boolean keepLines) {
    this.blocks = blocks;
    this.pageClasses = pageClasses;
    this.keepLines = keepLines;
  }

  @Override
  public void startElement(String uri, String local, String qualified, Attributes attributes)
      throws SAXException {
    String name = name(local, qualified);
    if (name.equals("head")) {
      heads++;
    } else if (name.equals("br")) {
      text.append(CleanText.HARD_BREAK);
    } else if (BLOCKS.contains(name)) {
      flush();
      begin(name, attributes);
    }
  }

  @Override
  public void endElement(String uri, String local, String qualified) throws SAXException {
    String name = name(local, qualified);
    if (name.equals("head")) {
      heads--;
    } else if (BLOCKS.contains(name)) {
      flush();
      if (kindOf(name) != null) {
        elements.poll();
      } else if (name.equals("tr") && !rows.isEmpty()) {
        emit(rows.pop());
      }
      checkLimit();
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) throws SAXException {
    if (heads == 0) {
      text.append(characters, start, length);
      pending += length;
      if (pending > 2L * blocks.limit() + SLACK) {
        finish();
        blocks.markCut();
      }
      checkLimit();
    }
  }

  @Override
  public void ignorableWhitespace(char[] characters, int start, int length) throws SAXException {
    characters(characters, start, length);
  }

  /** Puts what is still open into blocks. */
  void finish() {
    flush();
    while (!rows.isEmpty()) {
      emit(rows.pop());
    }
  }

  private void begin(String name, Attributes attributes) {
    Kind kind = kindOf(name);
    if (kind != null) {
      elements.push(new Element(kind, kind == Kind.HEADING ? name.charAt(1) - '0' : 0));
      return;
    }
    switch (name) {
      case "tr" -> rows.push(new TableRow());
      case "td", "th" -> {
        if (!rows.isEmpty()) {
          rows.peek().beginCell();
        }
      }
      case "table" -> {
        if (!rows.isEmpty()) {
          rows.peek().holdsTable();
        }
      }
      case "div" -> {
        if (pageClasses.contains(String.valueOf(attributes.getValue("class")))) {
          page++;
        }
      }
      default -> {
        // Only ends the block before it.
      }
    }
  }

  private void flush() {
    if (text.isEmpty()) {
      return;
    }
    Element element = elements.isEmpty() ? Element.PARAGRAPH : elements.peek();
    Kind kind = element.kind();
    if (kind == Kind.CODE) {
      emit(kind, 0, CleanText.preformatted(text));
    } else if (kind == Kind.PARAGRAPH || kind == Kind.QUOTE) {
      CleanText.paragraphs(text, keepLines).forEach(paragraph -> emit(kind, 0, paragraph));
    } else {
      emit(kind, element.level(), String.join(" ", CleanText.paragraphs(text, keepLines)));
    }
    text.setLength(0);
  }

  private void emit(TableRow row) {
    row.pieces().forEach(piece -> emit(piece.kind(), piece.level(), piece.text()));
  }

  private void emit(Kind kind, int level, String clean) {
    if (clean.isEmpty()) {
      return;
    }
    if (rows.isEmpty()) {
      blocks.add(kind, page, level, clean);
      pending = 0;
    } else {
      rows.peek().add(kind, level, clean);
    }
  }

  private void checkLimit() throws WriteLimitReachedException {
    if (blocks.cut()) {
      throw new WriteLimitReachedException(blocks.limit());
    }
  }

  private static Kind kindOf(String name) {
    return switch (name) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> Kind.HEADING;
      case "li" -> Kind.LIST_ITEM;
      case "pre" -> Kind.CODE;
      case "blockquote" -> Kind.QUOTE;
      default -> null;
    };
  }

  private static String name(String local, String qualified) {
    return (local.isEmpty() ? qualified : local).toLowerCase(Locale.ROOT);
  }
}
