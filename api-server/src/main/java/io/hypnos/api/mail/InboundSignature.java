package io.hypnos.api.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.settings.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 over timestamp, a dot and the body; good for five minutes either way. */
final class InboundSignature {
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int REMEMBERED = 10_000;

  private final Optional<Secret> secret;
  private final Clock clock;

  /** Signatures that this node has seen, the oldest first; other nodes tell by the message id. */
  private final Map<String, Boolean> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  InboundSignature(Optional<Secret> secret, Clock clock) {
    this.secret = secret;
    this.clock = clock;
  }

  boolean isGood(String timestamp, String signature, byte[] body) {
    if (secret.isEmpty() || timestamp == null || signature == null) {
      return false;
    }
    if (!timestamp.matches("\\d{1,12}")) {
      return false;
    }
    Instant signed = Instant.ofEpochSecond(Long.parseLong(timestamp));
    if (Duration.between(signed, clock.instant()).abs().compareTo(WINDOW) > 0) {
      return false;
    }
    byte[] expected = HexFormat.of().formatHex(mac(timestamp, body)).getBytes(UTF_8);
    return MessageDigest.isEqual(
        expected, signature.strip().toLowerCase(Locale.ROOT).getBytes(UTF_8));
  }

  synchronized boolean wasSeen(String signature) {
    return seen.containsKey(signature);
  }

  /** To be called once its mail was taken: before, the service shall try again. */
  synchronized void remember(String signature) {
    seen.put(signature, true);
  }

  private byte[] mac(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.orElseThrow().reveal().getBytes(UTF_8), "HmacSHA256"));
      mac.update(timestamp.getBytes(UTF_8));
      mac.update((byte) '.');
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }
}
