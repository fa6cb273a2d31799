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

  private final BlockCollector blocks;
  private final boolean paged;
  private final boolean keepLines;
  private final StringBuilder text = new StringBuilder();
  private final Deque<Kind> kinds = new ArrayDeque<>();
  private final Deque<TableRow> rows = new ArrayDeque<>();
  private long pending;
  private int page;
  private int heads;

  /**
   * @param paged whether {@code <div class="page">} begins a page
   * @param keepLines whether line feeds in the text end lines
   */
  BlockHandler(BlockCollector blocks, boolean paged, boolean keepLines) {
    this.blocks = blocks;
    this.paged = paged;
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
        kinds.poll();
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
      kinds.push(kind);
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
        if (paged && "page".equals(attributes.getValue("class"))) {
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
    Kind kind = kinds.isEmpty() ? Kind.PARAGRAPH : kinds.peek();
    if (kind == Kind.CODE) {
      emit(kind, CleanText.preformatted(text));
    } else if (kind == Kind.PARAGRAPH) {
      CleanText.paragraphs(text, keepLines).forEach(paragraph -> emit(kind, paragraph));
    } else {
      emit(kind, String.join(" ", CleanText.paragraphs(text, keepLines)));
    }
    text.setLength(0);
  }

  private void emit(TableRow row) {
    row.pieces().forEach(piece -> emit(piece.kind(), piece.text()));
  }

  private void emit(Kind kind, String clean) {
    if (clean.isEmpty()) {
      return;
    }
    if (rows.isEmpty()) {
      blocks.add(kind, page, clean);
      pending = 0;
    } else {
      rows.peek().add(kind, clean);
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
      default -> null;
    };
  }

  private static String name(String local, String qualified) {
    return (local.isEmpty() ? qualified : local).toLowerCase(Locale.ROOT);
  }
}
