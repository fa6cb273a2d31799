package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.schemas.extract.ExtractedDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.Optional;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;

/** Plain text, Markdown and separated values, in whatever character set. */
final class PlainTextReader implements FormatReader {
  private static final int MOST_BYTES_OF_CHARACTER = 4;
  private static final Charset FALLBACK = Charset.forName("windows-1252");

  private final EncodingDetector encodings;

  PlainTextReader(EncodingDetector encodings) {
    this.encodings = encodings;
  }

  @Override
  public ExtractedDocument read(Source source, MediaType type, Reading reading)
      throws IOException, RefusedException {
    BlockCollector blocks = reading.collector();
    try (InputStream stream = source.content().open()) {
      read(stream, declared(source.declaredType()), type, blocks);
    }
    return Outcome.of(type, Optional.empty(), Map.of(), blocks, reading);
  }

  /** Reads text that somebody says is of a character set. */
  void read(InputStream stream, Optional<Charset> declared, MediaType type, BlockCollector blocks)
      throws IOException {
    long most = (long) MOST_BYTES_OF_CHARACTER * blocks.limit() + MOST_BYTES_OF_CHARACTER;
    byte[] bytes = stream.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
    boolean more = stream.read() >= 0;
    String text = decode(bytes, more, declared);
    if (isTable(type)) {
      new CsvRows(blocks).read(text);
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

  private String decode(byte[] bytes, boolean more, Optional<Charset> declared) throws IOException {
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
    return new String(bytes, declared.isPresent() ? declared.get() : guess(bytes));
  }

  /** The character set that a content type names, if it can be true. */
  static Optional<Charset> declared(String contentType) {
    MediaType type = MediaType.parse(contentType);
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
