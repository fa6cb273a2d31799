package io.hypnos.engine.tenancy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.settings.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/** What a key looks like, and what of it is kept. */
final class KeyFormat {
  private static final int SHOWN = 4;

  private KeyFormat() {}

  static Secret generate(KeyStyle style, SecureRandom random) {
    byte[] bytes = new byte[style.randomBytes()];
    random.nextBytes(bytes);
    return Secret.of(style.prefix() + style.text(bytes));
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
    String prefix =
        Arrays.stream(KeyStyle.values())
            .map(KeyStyle::prefix)
            .filter(key::startsWith)
            .findFirst()
            .orElse("");
    return prefix + "…" + end;
  }
}
