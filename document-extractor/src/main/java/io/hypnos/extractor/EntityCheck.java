package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.Refusal;
import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.mime.MediaType;

/**
 * Refuses XML that declares entities: no honest document needs them, and they are the way to read
 * files of the machine or to grow without end. The parsers resolve none either.
 */
final class EntityCheck {
  private static final int BEGINNING = 64 * 1024;

  private EntityCheck() {}

  static void check(Content content, MediaType type) throws IOException, RefusedException {
    String subtype = type.getSubtype();
    if (!subtype.endsWith("xml")) {
      return;
    }
    byte[] bytes;
    try (InputStream stream = content.open()) {
      bytes = stream.readNBytes(BEGINNING);
    }
    // Also in the wide encodings, whose other bytes are zero.
    String beginning = new String(bytes, ISO_8859_1).replace("\0", "");
    if (beginning.contains("<!ENTITY")) {
      throw new RefusedException(
          Status.CORRUPT,
          Refusal.ENTITIES,
          "The document declares entities, by which XML reads other files or grows without end.");
    }
  }
}
