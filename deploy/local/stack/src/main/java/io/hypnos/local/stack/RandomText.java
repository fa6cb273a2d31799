package io.hypnos.local.stack;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Text that cannot be guessed. */
final class RandomText {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /** 32 lower-case hexadecimal digits: 128 bits. */
  static String hex() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
