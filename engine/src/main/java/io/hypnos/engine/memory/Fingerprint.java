package io.hypnos.engine.memory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Locale;

/** SHA-256 over a text without regard to case, spacing and compatible spellings (NFKC). */
public final class Fingerprint {
  private Fingerprint() {}

  public static byte[] of(String text) {
    String folded =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            // The capital sharp s has no upper case to be folded by; its small one has.
            .replace('\u1e9e', '\u00df')
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT)
            .strip()
            .replaceAll("(?U)\\s+", " ");
    try {
      return MessageDigest.getInstance("SHA-256").digest(folded.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
