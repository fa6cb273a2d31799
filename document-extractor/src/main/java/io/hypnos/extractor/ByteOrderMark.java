package io.hypnos.extractor;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Bytes at the beginning of a text that tell its character set. */
enum ByteOrderMark {
  UTF_8(StandardCharsets.UTF_8, "\u00ef\u00bb\u00bf"),
  /** Before UTF-16, whose mark is the beginning of this one. */
  UTF_32_LITTLE(Charset.forName("UTF-32LE"), "\u00ff\u00fe\0\0"),
  UTF_32_BIG(Charset.forName("UTF-32BE"), "\0\0\u00fe\u00ff"),
  UTF_16_LITTLE(StandardCharsets.UTF_16LE, "\u00ff\u00fe"),
  UTF_16_BIG(StandardCharsets.UTF_16BE, "\u00fe\u00ff");

  private final Charset charset;
  private final String mark;

  ByteOrderMark(Charset charset, String mark) {
    this.charset = charset;
    this.mark = mark;
  }

  static Optional<ByteOrderMark> of(byte[] bytes) {
    return Arrays.stream(values()).filter(candidate -> candidate.begins(bytes)).findFirst();
  }

  Charset charset() {
    return charset;
  }

  int length() {
    return mark.length();
  }

  private boolean begins(byte[] bytes) {
    for (int i = 0; i < mark.length(); i++) {
      if (i >= bytes.length || Byte.toUnsignedInt(bytes[i]) != mark.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
