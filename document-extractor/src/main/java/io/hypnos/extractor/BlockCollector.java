package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import java.util.ArrayList;
import java.util.List;

/** Keeps blocks up to a number of characters and notes when there was more. */
final class BlockCollector {
  private final List<Block> blocks = new ArrayList<>();
  private final int limit;
  private int rowsLeft;
  private int used;
  private boolean cut;

  /**
   * @param limit most characters
   * @param rows most rows of tables
   */
  BlockCollector(int limit, int rows) {
    this.limit = limit;
    this.rowsLeft = rows;
  }

  void add(Kind kind, int page, String text) {
    add(kind, page, kind == Kind.HEADING ? 1 : 0, text);
  }

  /** Adds what fits of a clean text. */
  void add(Kind kind, int page, int level, String text) {
    if (text.isEmpty() || cut) {
      return;
    }
    if (kind == Kind.TABLE_ROW && --rowsLeft < 0) {
      cut = true;
      return;
    }
    int length = Math.min(text.length(), limit - used);
    if (length < text.length()) {
      cut = true;
      if (length > 0 && Character.isHighSurrogate(text.charAt(length - 1))) {
        length--;
      }
    }
    if (length > 0) {
      blocks.add(new Block(kind, page, level, text.substring(0, length)));
      used += length;
    }
  }

  /** Puts a title before the text, unless a heading says the same. */
  void addTitle(Kind kind, String title) {
    boolean repeated =
        blocks.stream().anyMatch(block -> block.kind() == kind && block.text().equals(title));
    if (!repeated) {
      blocks.add(0, new Block(kind, 0, title));
    }
  }

  void markCut() {
    cut = true;
  }

  boolean cut() {
    return cut;
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** Characters kept. */
  int used() {
    return used;
  }

  int limit() {
    return limit;
  }

  List<Block> blocks() {
    return List.copyOf(blocks);
  }
}
