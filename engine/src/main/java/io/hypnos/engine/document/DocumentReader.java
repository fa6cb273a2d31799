package io.hypnos.engine.document;

import io.hypnos.schemas.extract.ExtractedDocument;

/**
 * Turns the bytes of a document into blocks of text; a bad document is a status, not an exception.
 */
public interface DocumentReader {
  ExtractedDocument read(String filename, String contentType, byte[] bytes);
}
