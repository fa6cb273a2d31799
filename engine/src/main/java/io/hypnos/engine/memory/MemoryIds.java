package io.hypnos.engine.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids that follow from the source of a memory (UUID version 5), so that any replay lands on the
 * same row.
 */
public final class MemoryIds {
  private static final UUID NAMESPACE = UUID.fromString("6d1c3f0a-52ce-4d1c-9a53-3f3d2b0e7a11");

  private MemoryIds() {}

  public static UUID ofChunk(
      UUID tenantId, String space, String source, String externalId, int chunk) {
    return named(String.join("\u0000", tenantId.toString(), space, source, externalId, "" + chunk));
  }

  /** Of a record of a source, whatever becomes of it. */
  public static UUID ofRecord(UUID tenantId, String space, String source, String externalId) {
    return named(String.join("\u0000", tenantId.toString(), space, source, externalId));
  }

  /** Of something that was found in a memory. */
  public static UUID within(UUID memoryId, String what, int number) {
    return named(String.join("\u0000", memoryId.toString(), what, "" + number));
  }

  /** Of a document as a whole. */
  public static UUID ofDocument(UUID tenantId, String space, String source, String externalId) {
    return named(String.join("\u0000", tenantId.toString(), space, source, externalId, "document"));
  }

  /** Of something that belongs to a memory and has a name of its own there. */
  static UUID within(UUID memoryId, String name) {
    return named(memoryId + "\u0000" + name);
  }

  private static UUID named(String name) {
    MessageDigest sha1 = sha1();
    sha1.update(bytes(NAMESPACE));
    sha1.update(name.getBytes(UTF_8));
    ByteBuffer digest = ByteBuffer.wrap(sha1.digest());
    long high = (digest.getLong() & ~0xf000L) | 0x5000L;
    long low = (digest.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
