package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;

/** Plain text, Markdown and separated values, in whatever character set. */
final class PlainTextReader {
  private static final int MOST_BYTES_OF_CHARACTER = 4;
  private static final Charset FALLBACK = Charset.forName("windows-1252");

  private final EncodingDetector encodings;

  PlainTextReader(EncodingDetector encodings) {
    this.encodings = encodings;
  }

  void read(InputStream stream, Metadata metadata, MediaType type, BlockCollector blocks)
      throws IOException {
    long most = (long) MOST_BYTES_OF_CHARACTER * blocks.limit() + MOST_BYTES_OF_CHARACTER;
    byte[] bytes = stream.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
    boolean more = stream.read() >= 0;
    String text = decode(bytes, more, metadata);
    if (isTable(type)) {
      new CsvRows(blocks).read(text);
    } else {
      new TextLines(blocks, mayBeMarkdown(type)).read(text);
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

  private String decode(byte[] bytes, boolean more, Metadata metadata) throws IOException {
    Optional<ByteOrderMark> mark = ByteOrderMark.of(bytes);
    if (mark.isPresent()) {
      int skipped = mark.get().length();
      return new String(bytes, skipped, bytes.length - skipped, mark.get().charset());
    }
    CharBuffer decoded = CharBuffer.allocate(bytes.length);
    boolean malformed =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes), decoded, !more)
            .isError();
    if (!malformed) {
      return decoded.flip().toString();
    }
    return new String(bytes, declared(metadata).orElse(guess(bytes)));
  }

  private static Optional<Charset> declared(Metadata metadata) {
    MediaType type = MediaType.parse(metadata.get(Metadata.CONTENT_TYPE));
    String name = type == null ? null : type.getParameters().get("charset");
    try {
      return Optional.ofNullable(name)
          .map(Charset::forName)
          .filter(charset -> !charset.equals(UTF_8));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      // A sender's mistake; the bytes themselves tell more.
      return Optional.empty();
    }
  }

  private Charset guess(byte[] bytes) throws IOException {
    Charset guessed = encodings.detect(new ByteArrayInputStream(bytes), new Metadata());
    return guessed == null || guessed.equals(UTF_8) ? FALLBACK : guessed;
  }
}
