package io.hypnos.extractor;

import java.io.InputStream;
import java.util.Optional;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.metadata.TikaCoreProperties.EmbeddedResourceType;
import org.xml.sax.ContentHandler;

/**
 * Makes the files within a document documents of their own. Pictures that belong to its layout are
 * left out, and so are previews and macros.
 */
final class PartExtractor implements EmbeddedDocumentExtractor {
  private final PartReader parts;
  private final Source container;
  private final Reading reading;
  private RefusedException refusal;

  PartExtractor(PartReader parts, Source container, Reading reading) {
    this.parts = parts;
    this.container = container;
    this.reading = reading;
  }

  @Override
  public boolean shouldParseEmbedded(Metadata metadata) {
    String kind = metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE);
    boolean attached = kind == null || kind.equals(EmbeddedResourceType.ATTACHMENT.toString());
    return refusal == null && attached && !isPicture(metadata);
  }

  @Override
  public void parseEmbedded(
      InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml) {
    if (!shouldParseEmbedded(metadata)) {
      return;
    }
    String type = Optional.ofNullable(metadata.get(Metadata.CONTENT_TYPE)).orElse("");
    String name =
        Optional.ofNullable(metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY)).orElse("");
    try {
      // The parser closes the stream itself, and may want to read on.
      parts.read(PartName.of(name), type, () -> new UnclosedStream(stream), container, reading);
    } catch (RefusedException e) {
      refusal = e;
    }
  }

  /** What a parser could not be told in the midst of its work. */
  void rethrow() throws RefusedException {
    if (refusal != null) {
      throw refusal;
    }
  }

  private static boolean isPicture(Metadata metadata) {
    String type = String.valueOf(metadata.get(Metadata.CONTENT_TYPE));
    String name = String.valueOf(metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY));
    return type.startsWith("image/")
        || name.matches("(?i).*\\.(png|jpe?g|gif|bmp|emf|wmf|tiff?|svm|svg|webp|ico)");
  }
}
