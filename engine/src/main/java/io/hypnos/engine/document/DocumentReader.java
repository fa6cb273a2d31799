package io.hypnos.engine.document;

import io.hypnos.schemas.extract.ExtractedDocument;

/**
 * Turns the bytes of a document into blocks of text; a bad document is a status, not an exception.
 */
public interface DocumentReader {
  /**
   * Reads a document with all that is in it.
   *
   * @throws io.hypnos.engine.error.HypnosException {@code UNAVAILABLE} when the bytes cannot be had
   * @throws IllegalStateException when there is no reader at all
   */
  ExtractedDocument read(String filename, String contentType, DocumentBytes bytes);

  default ExtractedDocument read(String filename, String contentType, byte[] bytes) {
    return read(filename, contentType, DocumentBytes.of(bytes));
  }
}
