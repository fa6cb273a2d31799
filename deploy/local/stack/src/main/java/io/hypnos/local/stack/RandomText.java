package io.hypnos.local.stack;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Text that cannot be guessed. */
final class RandomText {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /** 32 lower-case hexadecimal digits: 128 bits. */
  static String hex() {
    return hex(16);
  }

  /** Two lower-case hexadecimal digits a byte. */
  static String hex(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
