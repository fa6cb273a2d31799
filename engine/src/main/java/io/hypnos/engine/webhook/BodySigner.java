package io.hypnos.engine.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.settings.Secret;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs with the secret of one webhook. */
public final class BodySigner {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  public BodySigner(Secret secret) {
    this.key = new SecretKeySpec(secret.reveal().getBytes(UTF_8), ALGORITHM);
  }

  /** HMAC-SHA-256 over these very bytes, in lower-case hex. */
  public String hex(byte[] bytes) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(bytes));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
