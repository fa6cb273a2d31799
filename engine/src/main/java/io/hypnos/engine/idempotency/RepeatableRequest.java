package io.hypnos.engine.idempotency;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import java.util.Map;
import java.util.UUID;

/**
 * A request that may come again. It is the same one when tenant, key of the caller, operation and
 * idempotency key are; the digest tells whether its content is too.
 *
 * @param operation a stable name, such as the route
 * @param key as the client chose it
 * @param digest SHA-256 over what makes the request
 */
record RepeatableRequest(UUID tenantId, UUID caller, String operation, String key, byte[] digest) {
  private static final UUID NOBODY = new UUID(0, 0);
  private static final int LONGEST_KEY = 240;

  RepeatableRequest {
    if (digest.length != 32) {
      throw new IllegalArgumentException("a digest has 32 bytes");
    }
  }

  static RepeatableRequest of(Caller caller, String operation, String key, byte[] digest) {
    boolean sayable =
        key.chars().noneMatch(c -> c < ' ' || c == 0x7f || Character.isSurrogate((char) c));
    if (key.isBlank() || key.length() > LONGEST_KEY || !sayable) {
      throw new HypnosException(
          ErrorCode.VALIDATION,
          "Idempotency-Key must have 1 to %d printable characters".formatted(LONGEST_KEY),
          Map.of("field", "Idempotency-Key"),
          null);
    }
    return new RepeatableRequest(
        caller.tenantId(), caller.keyId().orElse(NOBODY), operation, key, digest);
  }
}
