package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.apache.tika.mime.MediaType;

/** Plain text, Markdown and separated values, in whatever character set. */
final class PlainTextReader implements FormatReader {
  private static final int MOST_BYTES_OF_CHARACTER = 4;

  private final TextDecoder decoder;

  PlainTextReader(TextDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public ExtractedDocument read(Source source, MediaType type, Reading reading)
      throws IOException, RefusedException {
    BlockCollector blocks = reading.collector();
    try (InputStream stream = source.content().open()) {
      boolean code = CodeLines.areIn(source.name());
      read(stream, charset(source.declaredType()), type, code, blocks);
    }
    return Outcome.of(type, Optional.empty(), Map.of(), blocks, reading);
  }

  /** Reads text that somebody may say is of a character set. */
  void read(InputStream stream, String declared, MediaType type, BlockCollector blocks)
      throws IOException {
    read(stream, declared, type, false, blocks);
  }

  private void read(
      InputStream stream, String declared, MediaType type, boolean code, BlockCollector blocks)
      throws IOException {
    long most = (long) MOST_BYTES_OF_CHARACTER * blocks.limit() + MOST_BYTES_OF_CHARACTER;
    byte[] bytes = stream.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
    boolean more = stream.read() >= 0;
    String text = decoder.decode(bytes, more, declared);
    if (isTable(type)) {
      new CsvRows(blocks).read(text);
    } else if (code) {
      new CodeLines(blocks).read(text);
    } else {
      new TextLines(blocks, mayBeMarkdown(type), true).read(text);
    }
    if (more) {
      blocks.markCut();
    }
  }

  static boolean isTable(MediaType type) {
    return type.getSubtype().equals("csv")
        || type.getSubtype().equals("tab-separated-values")
        || type.getSubtype().equals("tsv");
  }

  private static boolean mayBeMarkdown(MediaType type) {
    return type.getBaseType().equals(MediaType.TEXT_PLAIN)
        || type.getSubtype().contains("markdown");
  }

  /** The character set that a content type names; empty when it names none. */
  static String charset(String contentType) {
    MediaType type = MediaType.parse(contentType);
    return type == null ? "" : type.getParameters().getOrDefault("charset", "");
  }
}
