package io.hypnos.engine.consolidation;

import java.util.Arrays;
import java.util.List;

/** A stretch of the memories of a cut with their unit vectors, ready to be compared. */
public final class VectorBlock {
  /** Position in the cut of the first one. */
  private final int first;

  private final float[][] vectors;
  private final long[] sketches;

  private VectorBlock(int first, float[][] vectors, long[] sketches) {
    this.first = first;
    this.vectors = vectors;
    this.sketches = sketches;
  }

  /**
   * A memory without a vector that can be compared has {@code null}.
   *
   * @param first position in the cut of the first one
   */
  public static VectorBlock of(int first, List<float[]> vectors) {
    float[][] kept = vectors.toArray(float[][]::new);
    long[] sketches = new long[kept.length * Sketch.WORDS];
    for (int i = 0; i < kept.length; i++) {
      if (kept[i] != null) {
        Sketch.of(kept[i], sketches, i * Sketch.WORDS);
      }
    }
    return new VectorBlock(first, kept, sketches);
  }

  /** One vector for a memory of several pieces: their mean, of length one. */
  public static float[] mean(List<float[]> pieces) {
    if (pieces.size() == 1) {
      return pieces.get(0);
    }
    float[] mean = new float[pieces.get(0).length];
    for (float[] piece : pieces) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += piece[i];
      }
    }
    double length = Math.sqrt(dot(mean, mean));
    if (length > 0) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] /= (float) length;
      }
    }
    return mean;
  }

  /** The cosine of two unit vectors, in [0,1]; vectors of different length are not alike. */
  public static float similarity(float[] left, float[] right) {
    if (left.length != right.length) {
      return 0;
    }
    return Math.max(0, Math.min(1, dot(left, right)));
  }

  /** Four sums side by side, which a processor can do at once. */
  private static float dot(float[] left, float[] right) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < left.length; i += 4) {
      a += left[i] * right[i];
      b += left[i + 1] * right[i + 1];
      c += left[i + 2] * right[i + 2];
      d += left[i + 3] * right[i + 3];
    }
    for (; i < left.length; i++) {
      a += left[i] * right[i];
    }
    return a + b + c + d;
  }

  int first() {
    return first;
  }

  public int size() {
    return vectors.length;
  }

  float[] vector(int index) {
    return vectors[index];
  }

  boolean isComparable(int index) {
    return vectors[index] != null;
  }

  long[] sketches() {
    return sketches;
  }

  @Override
  public String toString() {
    return "VectorBlock[" + first + ", " + Arrays.stream(vectors).count() + "]";
  }
}
