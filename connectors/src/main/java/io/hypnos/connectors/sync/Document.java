package io.hypnos.connectors.sync;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a record says.
 *
 * @param metadata further things that tell of it: strings, numbers, booleans, lists of those
 */
public record Document(
    String title,
    String text,
    Optional<String> url,
    Optional<String> author,
    Optional<Instant> createdAt,
    Optional<Instant> updatedAt,
    Map<String, Object> metadata) {
  private static final int LONGEST = 1_000_000;
  private static final int LONGEST_TITLE = 255;

  public Document {
    title = cut(plain(title).replace('\n', ' ').strip(), LONGEST_TITLE);
    metadata = new TreeMap<>(metadata);
    String whole = plain(text);
    text = cut(whole, LONGEST);
    if (text.length() < whole.length()) {
      metadata.put("truncated", true);
    }
    metadata = Map.copyOf(metadata);
  }

  /** One kind of line end, nothing that the record cannot keep. */
  private static String plain(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\0", "");
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end);
  }

  public boolean isBlank() {
    return text.isBlank();
  }

  /** Equal for records that say the same, whenever they were read. */
  public String fingerprint() {
    MessageDigest digest = sha256();
    for (String part :
        new String[] {
          title, text, url.orElse(""), author.orElse(""), new TreeMap<>(metadata).toString()
        }) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
