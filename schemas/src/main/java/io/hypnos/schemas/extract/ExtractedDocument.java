package io.hypnos.schemas.extract;

import java.util.List;
import java.util.Optional;

/**
 * What the reader made of one document.
 *
 * @param status how it went; {@code blocks} is empty unless the status is {@code OK} or {@code CUT}
 * @param reason a sentence for people when the document could not be read
 */
public record ExtractedDocument(
    Status status,
    Optional<String> title,
    String contentType,
    List<Block> blocks,
    Optional<String> reason) {

  /** Closed list of outcomes. */
  public enum Status {
    OK,
    /** Longer than the limit; the beginning was kept. */
    CUT,
    EMPTY,
    ENCRYPTED,
    CORRUPT,
    UNSUPPORTED,
    /** The reader ran out of time or memory. */
    EXHAUSTED
  }

  /**
   * A paragraph, heading, list item or table row; {@code page} counts from 1, 0 where there are no
   * pages.
   */
  public record Block(Kind kind, int page, String text) {
    /** What a block is. */
    public enum Kind {
      HEADING,
      PARAGRAPH,
      LIST_ITEM,
      TABLE_ROW,
      CODE
    }
  }
}
