package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.mime.MediaType;

/**
 * Rich text of a single line. It need not say where its paragraph ends, and the parser takes
 * everything before the first end of a paragraph for a header.
 */
final class SingleLineRichText {
  private static final int LONGEST = 1024 * 1024;
  private static final MediaType RICH_TEXT = MediaType.application("rtf");
  private static final String END = "\\par";

  private SingleLineRichText() {}

  static boolean isMaybe(MediaType type, BlockCollector blocks) {
    return type.getBaseType().equals(RICH_TEXT) && blocks.isEmpty();
  }

  /** The same with an end of its paragraph before the brace that closes it. */
  static InputStream ended(Content content) throws IOException {
    String text;
    try (InputStream stream = content.open()) {
      text = new String(stream.readNBytes(LONGEST), ISO_8859_1);
    }
    int close = text.lastIndexOf('}');
    int end = close < 0 ? text.length() : close;
    String ended = text.substring(0, end) + END + text.substring(end);
    return new ByteArrayInputStream(ended.getBytes(ISO_8859_1));
  }
}
