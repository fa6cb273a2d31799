package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Pictures and recordings: their size, length and date, but not what they show or say. */
final class MediaReader implements FormatReader {
  private final Parser parser;

  /**
   * @param parser reads the data about pictures and recordings
   */
  MediaReader(Parser parser) {
    this.parser = parser;
  }

  @Override
  public ExtractedDocument read(Source source, MediaType type, Reading reading) throws IOException {
    Metadata metadata = new Metadata();
    metadata.set(Metadata.CONTENT_TYPE, type.toString());
    try (InputStream stream = source.content().open()) {
      parser.parse(stream, new DefaultHandler(), metadata, new ParseContext());
    } catch (TikaException | SAXException | RuntimeException | LinkageError e) {
      // What it says of itself is a mere extra; who can see or hear may still make sense of it.
      metadata = new Metadata();
    }
    return new ExtractedDocument(
        Status.MEDIA,
        Optional.of(Refusal.UNSUPPORTED),
        Outcome.title(metadata),
        type.toString(),
        List.of(),
        Optional.of("A picture or recording: only a model can tell what it says."),
        DocumentProperties.of(metadata),
        List.of());
  }

  static boolean isMedia(MediaType type) {
    return List.of("image", "audio", "video").contains(type.getType());
  }
}
