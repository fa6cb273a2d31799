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

  /** Whether the cosine of some piece and a vector of the same model reaches a threshold. */
  public boolean hasLike(float[] vector, double threshold) {
    for (int i = 0; i < pieces.size(); i++) {
      if (Math.min(1, Math.max(0, dot(vector, pieces.get(i)))) >= threshold) {
        return true;
      }
    }
    return false;
  }

  /** Four sums side by side, because one alone would have to wait for each addition. */
  private static double dot(float[] left, float[] right) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    int i = 0;
    for (; i + 3 < left.length; i += 4) {
      first += left[i] * right[i];
      second += left[i + 1] * right[i + 1];
      third += left[i + 2] * right[i + 2];
      fourth += left[i + 3] * right[i + 3];
    }
    for (; i < left.length; i++) {
      first += left[i] * right[i];
    }
    return (first + second) + (third + fourth);
  }
}
