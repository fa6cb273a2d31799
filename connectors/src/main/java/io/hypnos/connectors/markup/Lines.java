package io.hypnos.connectors.markup;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lines of text as they are written: blanks between words and breaks between lines are one each.
 */
final class Lines {
  private final boolean rowsOnOneLine;
  private final StringBuilder text = new StringBuilder();

  /** Of each table that is open, whether a cell of it is. */
  private final Deque<Boolean> tables = new ArrayDeque<>();

  private int openCells;
  private boolean line;
  private boolean space;
  private boolean marked;
  private int tabs;

  /**
   * @param rowsOnOneLine whether a row of a table stays one line, whatever is in its cells
   */
  Lines(boolean rowsOnOneLine) {
    this.rowsOnOneLine = rowsOnOneLine;
  }

  int length() {
    return text.length();
  }

  void words(String words) {
    for (int i = 0; i < words.length(); i++) {
      char sign = words.charAt(i);
      if (Character.isWhitespace(sign) || Character.isSpaceChar(sign)) {
        space = true;
      } else {
        settle();
        text.append(sign);
      }
    }
  }

  /** Text whose blanks and line breaks count. */
  void verbatim(String words) {
    if (inCell()) {
      words(words);
    } else if (!words.isEmpty()) {
      boolean first = line || text.length() == 0;
      settle();
      text.append(words, first && words.startsWith("\n") ? 1 : 0, words.length());
    }
  }

  private void settle() {
    if (line && text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
    text.append("\t".repeat(tabs));
    if (space && !line && tabs == 0 && text.length() > 0) {
      text.append(' ');
    }
    line = false;
    space = false;
    marked = false;
    tabs = 0;
  }

  /** What comes next begins a line. */
  void newLine() {
    if (inCell() || marked) {
      space = true;
    } else {
      line = true;
      tabs = 0;
    }
  }

  /** A mark that begins a line and stays with its words. */
  void mark(String mark) {
    marked = false;
    newLine();
    words(mark);
    marked = true;
    space = true;
  }

  /** A mark may stand without words. */
  void endMark() {
    marked = false;
  }

  private boolean inCell() {
    return rowsOnOneLine && openCells > 0;
  }

  void openTable() {
    newLine();
    tables.push(false);
  }

  void closeTable() {
    if (!tables.isEmpty() && tables.pop()) {
      openCells--;
    }
    newLine();
  }

  void row() {
    closeCell();
    tabs = 0;
    newLine();
  }

  void openCell() {
    closeCell();
    if (tables.isEmpty()) {
      tables.push(false);
    }
    tables.pop();
    tables.push(true);
    openCells++;
  }

  void closeCell() {
    if (!tables.isEmpty() && tables.peek()) {
      tables.pop();
      tables.push(false);
      openCells--;
      if (inCell() || (line && !rowsOnOneLine)) {
        space = true;
      } else {
        tabs++;
      }
    }
  }

  @Override
  public String toString() {
    return text.toString().stripTrailing();
  }
}
