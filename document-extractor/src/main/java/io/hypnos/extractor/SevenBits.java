package io.hypnos.extractor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Character sets whose bytes all look like ASCII, and so like UTF-8, and switch what they mean
 * within the text.
 */
final class SevenBits {
  /** The second writes what the first does not know, and is not everywhere. */
  private static final String[] JAPANESE = {"ISO-2022-JP", "x-windows-iso2022jp", "ISO-2022-JP-2"};

  private static final Map<String, UnaryOperator<String>> SHIFTED =
      Map.of(
          "hz-gb-2312", ShiftedText::hz,
          "hz", ShiftedText::hz,
          "utf-7", ShiftedText::utf7,
          "unicode-1-1-utf-7", ShiftedText::utf7);

  private SevenBits() {}

  /**
   * The text of bytes that are of such a set.
   *
   * @param declared what somebody says about them; empty when nothing
   */
  static Optional<String> read(byte[] bytes, String declared) {
    if (!isSevenBits(bytes)) {
      return Optional.empty();
    }
    String name = declared.toLowerCase(Locale.ROOT);
    if (SHIFTED.containsKey(name)) {
      return Optional.of(SHIFTED.get(name).apply(ascii(bytes)));
    } else if (name.contains("2022jp") || name.contains("2022-jp") || isJapanese(bytes)) {
      return decoded(bytes, JAPANESE);
    } else if (name.startsWith("iso-2022-")) {
      return decoded(bytes, name);
    }
    return Optional.empty();
  }

  /** The sequences that begin Japanese characters; a terminal knows none of them. */
  private static boolean isJapanese(byte[] bytes) {
    String text = ascii(bytes);
    return text.contains("\u001b$B") || text.contains("\u001b$@");
  }

  private static Optional<String> decoded(byte[] bytes, String... names) {
    return Stream.of(names)
        .filter(Charset::isSupported)
        .map(name -> decoded(bytes, Charset.forName(name)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> decoded(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isSevenBits(byte[] bytes) {
    for (byte each : bytes) {
      if (each < 0) {
        return false;
      }
    }
    return true;
  }

  private static String ascii(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
