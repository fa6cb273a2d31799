package io.hypnos.engine.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The hashes of the chain. A hash covers the hash before, the position and every field, each with
 * its length, so that no two different entries have one canonical form.
 */
final class AuditChain {
  private static final String GENESIS = "hypnos-audit-genesis-1";
  private static final int ABSENT = -1;

  private AuditChain() {}

  /** What the first entry of a tenant follows. */
  static byte[] genesis(UUID tenantId) {
    return sha256().digest((GENESIS + "/" + tenantId).getBytes(UTF_8));
  }

  static byte[] hash(byte[] previous, long position, ChainEntry entry) {
    MessageDigest digest = sha256();
    digest.update(previous);
    digest.update(canonical(position, entry));
    return digest.digest();
  }

  private static byte[] canonical(long position, ChainEntry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream fields = new DataOutputStream(bytes)) {
      fields.writeLong(position);
      fields.writeLong(entry.sequence());
      Instant at = entry.at();
      fields.writeLong(at.getEpochSecond());
      fields.writeInt(at.getNano());
      write(fields, Optional.of(entry.tenantId().toString()));
      write(fields, Optional.of(entry.action()));
      write(fields, entry.target());
      write(fields, entry.keyId().map(UUID::toString));
      write(fields, entry.requestId());
      write(fields, Optional.of(entry.detail()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream fields, Optional<String> field) throws IOException {
    if (field.isEmpty()) {
      fields.writeInt(ABSENT);
      return;
    }
    byte[] bytes = field.get().getBytes(UTF_8);
    fields.writeInt(bytes.length);
    fields.write(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
