package io.hypnos.engine.secret;

/**
 * An encrypted secret.
 *
 * @param keyId the key that opens it
 * @param bytes form, nonce, and ciphertext with its tag
 */
record SealedSecret(String keyId, byte[] bytes) {}
