package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells UTF-16 without a byte order mark. Half of its bytes hold what no other text does: control
 * characters, and the same few of them all along. Where they do not, it is not claimed to be.
 */
final class SixteenBits {
  private static final int LONGEST_LOOK = 64 * 1024;
  private static final int ESCAPE = 0x1b;

  private SixteenBits() {}

  /** What the bytes look like when they are taken for UTF-16 of one byte order. */
  private record Look(
      Charset charset, int pairs, int low, int outer, int inner, int odd, int kinds) {
    boolean isText(boolean alsoUtf8) {
      boolean hardlyOdd = pairs > 1 && odd * 50L <= pairs;
      boolean ofOneScript = low * 10L >= pairs * 6L && outer * 20L >= pairs;
      boolean ofMany = !alsoUtf8 && (outer + inner) * 50L >= pairs && outer + inner > 0;
      return hardlyOdd && (ofOneScript || ofMany);
    }
  }

  /**
   * The byte order of a text of 16 bits.
   *
   * @param alsoUtf8 whether the bytes are well-formed UTF-8 too, so that it takes more to doubt it
   */
  static Optional<Charset> of(byte[] bytes, boolean alsoUtf8) {
    return Stream.of(UTF_16LE, UTF_16BE)
        .map(charset -> look(bytes, charset))
        .filter(look -> look.isText(alsoUtf8))
        .min(Comparator.comparingInt(Look::kinds))
        .map(Look::charset);
  }

  private static Look look(byte[] bytes, Charset charset) {
    int length = Math.min(bytes.length, LONGEST_LOOK) & ~1;
    int high = charset.equals(UTF_16LE) ? 1 : 0;
    BitSet kinds = new BitSet();
    int low = 0;
    int outer = 0;
    int inner = 0;
    for (int i = 0; i < length; i += 2) {
      int first = Byte.toUnsignedInt(bytes[i + high]);
      kinds.set(first);
      low += first < ' ' ? 1 : 0;
      outer += isControl(first) ? 1 : 0;
      inner += isControl(Byte.toUnsignedInt(bytes[i + 1 - high])) ? 1 : 0;
    }
    String text = new String(Arrays.copyOf(bytes, length), charset);
    int odd = (int) text.codePoints().filter(SixteenBits::isOdd).count();
    return new Look(charset, length / 2, low, outer, inner, odd, kinds.cardinality());
  }

  /** Not of any text of single bytes. */
  private static boolean isControl(int value) {
    boolean space = value == '\t' || value == '\n' || value == '\f' || value == '\r';
    return value < ' ' && !space && value != ESCAPE;
  }

  /** Characters that hardly any text holds, but pairs of other bytes often make. */
  private static boolean isOdd(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL ->
          codePoint != '\t' && codePoint != '\n' && codePoint != '\f' && codePoint != '\r';
      case Character.UNASSIGNED, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default ->
          codePoint == 0xfffd
              || (codePoint >= 0x2060 && codePoint < 0x20a0)
              || (codePoint >= 0x3400 && codePoint < 0x4dc0);
    };
  }
}
