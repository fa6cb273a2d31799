package io.hypnos.engine.memory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over a text as it is; only line ends are folded, because transports change them. */
public final class ContentDigest {
  private ContentDigest() {}

  public static byte[] of(String text) {
    String folded = text.replace("\r\n", "\n").replace('\r', '\n');
    try {
      return MessageDigest.getInstance("SHA-256").digest(folded.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
