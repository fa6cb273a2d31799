package io.hypnos.engine.secret;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a random nonce. Tenant, name and key are authenticated with the ciphertext, so
 * that one that is moved to another row does not open.
 */
final class SecretCipher {
  private static final byte FORM = 1;
  private static final int NONCE = 12;
  private static final int TAG = 16;

  private final KeyRing keys;
  private final SecureRandom random;

  SecretCipher(KeyRing keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  SealedSecret seal(UUID tenantId, String name, Secret secret) {
    String keyId = keys.newest();
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] clear = secret.reveal().getBytes(StandardCharsets.UTF_8);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, keyId, nonce, tenantId, name).doFinal(clear);
      byte[] sealed =
          ByteBuffer.allocate(1 + NONCE + encrypted.length)
              .put(FORM)
              .put(nonce)
              .put(encrypted)
              .array();
      return new SealedSecret(keyId, sealed);
    } catch (GeneralSecurityException e) {
      throw new HypnosException(ErrorCode.INTERNAL, "a secret cannot be encrypted", e);
    }
  }

  Secret open(UUID tenantId, String name, SealedSecret sealed) {
    byte[] bytes = sealed.bytes();
    if (bytes.length < 1 + NONCE + TAG || bytes[0] != FORM) {
      throw damaged(null);
    }
    byte[] nonce = new byte[NONCE];
    System.arraycopy(bytes, 1, nonce, 0, NONCE);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed.keyId(), nonce, tenantId, name);
      byte[] clear = cipher.doFinal(bytes, 1 + NONCE, bytes.length - 1 - NONCE);
      return Secret.of(new String(clear, StandardCharsets.UTF_8));
    } catch (AEADBadTagException e) {
      throw damaged(e);
    } catch (GeneralSecurityException e) {
      throw new HypnosException(ErrorCode.INTERNAL, "a secret cannot be decrypted", e);
    }
  }

  private Cipher cipher(int mode, String keyId, byte[] nonce, UUID tenantId, String name)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, keys.key(keyId), new GCMParameterSpec(TAG * 8, nonce));
    // None of the parts before the last can hold the separator.
    String place = FORM + "\n" + keyId + "\n" + tenantId + "\n" + name;
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static HypnosException damaged(Throwable cause) {
    return new HypnosException(
        ErrorCode.INTERNAL,
        "a secret cannot be opened: it was changed, moved, or encrypted with another key",
        cause);
  }
}
