package io.hypnos.connectors.sync;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
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
  /** Bytes, as intake counts them. */
  private static final int LONGEST = 1_000_000;

  private static final int LONGEST_TITLE = 255;

  public Document {
    title = cut(plain(title).replace('\n', ' ').strip(), LONGEST_TITLE);
    url = url.map(Document::plain);
    author = author.map(Document::plain);
    metadata = new TreeMap<>(metadata);
    metadata.replaceAll((name, value) -> plainWithin(value));
    String whole = plain(text);
    text = cutToBytes(whole, LONGEST);
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

  private static Object plainWithin(Object value) {
    if (value instanceof List<?> all) {
      return all.stream().map(Document::plainWithin).toList();
    }
    return value instanceof String text ? plain(text) : value;
  }

  private static String cutToBytes(String text, int most) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= most) {
      return text;
    }
    int end = most;
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
      end--; // It would begin within a character.
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
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
