package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import java.io.IOException;
import org.apache.tika.mime.MediaType;

/** Reads documents of some formats. */
interface FormatReader {
  /**
   * Reads a document and hands on what it contains.
   *
   * @throws RefusedException when it is not to be read
   * @throws IOException when it is damaged
   */
  ExtractedDocument read(Source source, MediaType type, Reading reading)
      throws IOException, RefusedException;
}
