package io.hypnos.connectors.connection;

import io.hypnos.connectors.sync.FileReader;
import io.hypnos.engine.document.DocumentReader;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.schemas.extract.ExtractedDocument;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads files with the reader of documents, which is a bounded process of its own. */
final class ExtractedText implements FileReader {
  private final DocumentReader reader;

  ExtractedText(DocumentReader reader) {
    this.reader = reader;
  }

  @Override
  public Optional<String> read(String filename, String contentType, byte[] bytes) {
    ExtractedDocument document;
    try {
      document = reader.read(filename, contentType, bytes);
    } catch (IllegalStateException e) {
      // No file is to blame when there is no reader at all.
      throw HypnosException.unavailable("The document reader", e);
    }
    String text =
        document.blocks().stream().map(block -> block.text()).collect(Collectors.joining("\n\n"));
    return Optional.of(text).filter(found -> !found.isBlank());
  }
}
