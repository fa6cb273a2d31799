package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;

/**
 * Bytes of a text to its characters. What the bytes show beyond doubt goes before what somebody
 * says of them, and that before a guess.
 */
final class TextDecoder {
  private static final Charset FALLBACK = Charset.forName("windows-1252");

  private final EncodingDetector encodings;

  TextDecoder(EncodingDetector encodings) {
    this.encodings = encodings;
  }

  /**
   * The text of some bytes.
   *
   * @param more whether the bytes end within the text
   * @param declared the name of a character set; may be empty, or wrong
   */
  String decode(byte[] bytes, boolean more, String declared) throws IOException {
    Optional<ByteOrderMark> mark = ByteOrderMark.of(bytes);
    if (mark.isPresent()) {
      int skipped = mark.get().length();
      return new String(bytes, skipped, bytes.length - skipped, mark.get().charset());
    }
    Optional<String> switching = SevenBits.read(bytes, declared);
    if (switching.isPresent()) {
      return switching.get();
    }
    Optional<String> utf8 = utf8(bytes, more);
    Optional<Charset> named = named(declared);
    Optional<Charset> wide = wide(bytes, named, utf8.isPresent());
    if (wide.isPresent()) {
      return new String(bytes, wide.get());
    } else if (utf8.isPresent()) {
      return utf8.get();
    }
    return new String(bytes, named.isPresent() ? named.get() : guess(bytes));
  }

  private static Optional<Charset> wide(byte[] bytes, Optional<Charset> named, boolean alsoUtf8) {
    if (named.isPresent() && named.get().equals(StandardCharsets.UTF_16)) {
      return SixteenBits.of(bytes, alsoUtf8).or(() -> Optional.of(UTF_16BE));
    }
    return named
        .filter(
            charset -> charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32"))
        .or(() -> SixteenBits.of(bytes, alsoUtf8));
  }

  private static Optional<String> utf8(byte[] bytes, boolean more) {
    CharBuffer decoded = CharBuffer.allocate(bytes.length);
    boolean malformed =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes), decoded, !more)
            .isError();
    return malformed ? Optional.empty() : Optional.of(decoded.flip().toString());
  }

  /** The character set of a name, if the bytes of a text that is not UTF-8 can be of it. */
  private static Optional<Charset> named(String declared) {
    try {
      // Programs name ASCII when they do not know better; bytes beyond it prove them wrong.
      return Optional.of(declared)
          .filter(name -> !name.isBlank())
          .map(Charset::forName)
          .filter(charset -> !charset.equals(UTF_8) && !charset.equals(US_ASCII));
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
