package io.hypnos.engine.tenancy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.settings.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What a key looks like, and what of it is kept. */
final class KeyFormat {
  private static final String PREFIX = "mk_live_";
  private static final int RANDOM_BYTES = 16;
  private static final int SHOWN = 4;

  private KeyFormat() {}

  static Secret generate(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Secret.of(PREFIX + HexFormat.of().formatHex(bytes));
  }

  /** Keys are random and long, so a plain digest is enough; there is nothing to guess. */
  static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hint(String key) {
    String end = key.substring(Math.max(0, key.length() - SHOWN));
    return (key.startsWith(PREFIX) ? PREFIX : "") + "…" + end;
  }
}
