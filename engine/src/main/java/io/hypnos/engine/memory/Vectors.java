package io.hypnos.engine.memory;

import java.util.Arrays;
import java.util.List;

/**
 * The unit vectors of a memory: one a piece of its text, at least one. Vectors of two models are
 * never compared.
 */
public record Vectors(String modelId, List<float[]> pieces) {

  public Vectors {
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException("a memory has at least one vector");
    }
    pieces = List.copyOf(pieces);
  }

  public static Vectors of(String modelId, float[] vector) {
    return new Vectors(modelId, List.of(vector));
  }

  public float[] first() {
    return pieces.get(0);
  }

  public int count() {
    return pieces.size();
  }

  public int dimensions() {
    return first().length;
  }

  /** Whether both were made by the same model and are the same bits. */
  public boolean sameAs(Vectors other) {
    if (!modelId.equals(other.modelId) || pieces.size() != other.pieces.size()) {
      return false;
    }
    for (int i = 0; i < pieces.size(); i++) {
      if (!Arrays.equals(pieces.get(i), other.pieces.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Greatest cosine of any two pieces, in [0,1]; 0 for vectors of different models. */
  public double similarity(Vectors other) {
    if (!modelId.equals(other.modelId)) {
      return 0;
    }
    double best = 0;
    for (float[] mine : pieces) {
      for (float[] theirs : other.pieces) {
        best = Math.max(best, dot(mine, theirs));
      }
    }
    return Math.min(1, best);
  }

  private static double dot(float[] left, float[] right) {
    float sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
