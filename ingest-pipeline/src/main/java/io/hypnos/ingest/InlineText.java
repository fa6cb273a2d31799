package io.hypnos.ingest;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Text that came within the message needs no reader: its paragraphs are its blocks. */
final class InlineText {
  private static final Pattern BLANK_LINES = Pattern.compile("\\R[ \\t]*+\\R\\s*+");

  private InlineText() {}

  static ExtractedDocument asDocument(String text) {
    List<Block> blocks =
        BLANK_LINES
            .splitAsStream(text.strip())
            .filter(paragraph -> !paragraph.isBlank())
            .map(paragraph -> new Block(Block.Kind.PARAGRAPH, 0, paragraph.strip()))
            .toList();
    Status status = blocks.isEmpty() ? Status.EMPTY : Status.OK;
    return new ExtractedDocument(status, Optional.empty(), "text/plain", blocks, Optional.empty());
  }
}
