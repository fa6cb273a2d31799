package io.hypnos.extractor;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** ASCII with stretches of other characters, of which Java knows no character sets. */
final class ShiftedText {
  private static final Charset CHINESE = Charset.forName("GB2312");
  private static final int HIGH_BIT = 0x80;

  private ShiftedText() {}

  /** HZ: Chinese between <code>~{</code> and <code>~}</code>. */
  static String hz(String text) {
    StringBuilder plain = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      if (text.startsWith("~{", i)) {
        int end = endOfChinese(text, i + 2);
        plain.append(chinese(text.substring(i + 2, end)));
        i = end + (text.startsWith("~}", end) ? 2 : 0);
      } else if (text.startsWith("~~", i)) {
        plain.append('~');
        i += 2;
      } else if (text.startsWith("~\n", i)) {
        i += 2;
      } else {
        plain.append(text.charAt(i++));
      }
    }
    return plain.toString();
  }

  /** UTF-7: UTF-16 in base 64 between a plus sign and what is not of base 64. */
  static String utf7(String text) {
    StringBuilder plain = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '+') {
        plain.append(c);
        continue;
      }
      int end = i;
      while (end < text.length() && isBase64(text.charAt(end))) {
        end++;
      }
      boolean closed = end < text.length() && text.charAt(end) == '-';
      plain.append(end == i ? "+" : utf16(text.substring(i, end)));
      i = end + (closed ? 1 : 0);
    }
    return plain.toString();
  }

  /** Its characters are pairs, so that the end may only stand where a pair would begin. */
  private static int endOfChinese(String text, int start) {
    int end = start;
    while (end + 1 < text.length() && text.charAt(end) > ' ' && !text.startsWith("~}", end)) {
      end += 2;
    }
    return Math.min(end, text.length());
  }

  private static String chinese(String pairs) {
    byte[] bytes = pairs.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] |= (byte) HIGH_BIT;
    }
    return new String(bytes, CHINESE);
  }

  private static String utf16(String base64) {
    // One sign more than whole bytes need is no part of any.
    int whole = base64.length() % 4 == 1 ? base64.length() - 1 : base64.length();
    byte[] bytes = Base64.getDecoder().decode(base64.substring(0, whole));
    return StandardCharsets.UTF_16BE
        .decode(ByteBuffer.wrap(bytes, 0, bytes.length & ~1))
        .toString();
  }

  private static boolean isBase64(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }
}
