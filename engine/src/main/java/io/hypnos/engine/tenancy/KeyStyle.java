package io.hypnos.engine.tenancy;

import java.util.Base64;
import java.util.HexFormat;

/**
 * How a key is spelled. All are equally hard to guess in practice, and all are kept as a digest.
 */
public enum KeyStyle {
  /** {@code mk_live_} and 32 hexadecimal digits. */
  HEX("mk_live_", 16) {
    @Override
    String text(byte[] random) {
      return HexFormat.of().formatHex(random);
    }
  },
  /** {@code mv_} and 40 letters that a URL may hold. */
  URL_SAFE("mv_", 30) {
    @Override
    String text(byte[] random) {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
  };

  private final String prefix;
  private final int randomBytes;

  KeyStyle(String prefix, int randomBytes) {
    this.prefix = prefix;
    this.randomBytes = randomBytes;
  }

  abstract String text(byte[] random);

  String prefix() {
    return prefix;
  }

  int randomBytes() {
    return randomBytes;
  }
}
