package io.hypnos.engine.memory;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What makes two texts of a space the same memory. */
record TextKey(String space, String hash, Optional<String> owner) {

  static TextKey like(String space, byte[] fingerprint) {
    return new TextKey(space, HexFormat.of().formatHex(fingerprint), Optional.empty());
  }

  static TextKey same(String space, byte[] digest, Optional<String> owner) {
    return new TextKey(space, HexFormat.of().formatHex(digest), owner);
  }

  /** Number of the lock on this text; two texts may share one, which only costs time. */
  long lock(UUID tenantId) {
    long text = ByteBuffer.wrap(HexFormat.of().parseHex(hash)).getLong();
    return text
        ^ tenantId.getLeastSignificantBits()
        ^ ((long) Objects.hash(space, owner) << 32 | 0x5f3759dfL);
  }
}
