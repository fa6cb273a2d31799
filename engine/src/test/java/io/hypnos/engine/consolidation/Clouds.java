package io.hypnos.engine.consolidation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Vectors and members to test with. */
final class Clouds {
  static final int DIMENSIONS = 384;

  private Clouds() {}

  static float[] direction(Random random) {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return unit(vector);
  }

  /** A vector whose cosine with the other is about what is asked for. */
  static float[] near(float[] center, double cosine, Random random) {
    float[] away = direction(random);
    float[] vector = new float[DIMENSIONS];
    double sine = Math.sqrt(1 - cosine * cosine);
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) (cosine * center[i] + sine * away[i]);
    }
    return unit(vector);
  }

  private static float[] unit(float[] vector) {
    double length = 0;
    for (float value : vector) {
      length += value * value;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(length);
    }
    return vector;
  }

  /** Groups of some vectors each, tight, far from each other; then single ones. */
  static List<float[]> of(int groups, int each, int lonely, double cosine, Random random) {
    List<float[]> vectors = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      float[] center = direction(random);
      for (int i = 0; i < each; i++) {
        vectors.add(near(center, cosine, random));
      }
    }
    for (int i = 0; i < lonely; i++) {
      vectors.add(direction(random));
    }
    return vectors;
  }

  static Member member(String text, float[] vector, double importance) {
    return member(text, vector, importance, false, Instant.EPOCH);
  }

  static Member member(
      String text, float[] vector, double importance, boolean pinned, Instant recordedAt) {
    return new Member(
        UUID.nameUUIDFromBytes((text + importance + recordedAt).getBytes(StandardCharsets.UTF_8)),
        text,
        vector,
        List.of(),
        Map.of(),
        importance,
        0,
        0,
        pinned,
        recordedAt);
  }
}
