package io.hypnos.engine.embedding;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * Vectors of recent questions. Keyed by the digest of the text, so that a long question costs no
 * more than a short one and no question lies in memory in clear.
 */
final class QueryVectors {
  private final Cache<Key, float[]> vectors;

  QueryVectors(int most) {
    this.vectors = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
  }

  Optional<float[]> find(String modelId, String text) {
    return Optional.ofNullable(vectors.getIfPresent(key(modelId, text))).map(float[]::clone);
  }

  void keep(String modelId, String text, float[] vector) {
    vectors.put(key(modelId, text), vector.clone());
  }

  private static Key key(String modelId, String text) {
    try {
      // UTF-16 keeps apart what UTF-8 would replace: different lone surrogates.
      byte[] bytes = text.getBytes(StandardCharsets.UTF_16BE);
      return new Key(modelId, ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private record Key(String modelId, ByteBuffer digest) {}
}
