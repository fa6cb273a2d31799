package io.hypnos.engine.embedding;

import java.util.Optional;

/** Brings vectors to unit length. */
final class UnitVector {
  private UnitVector() {}

  /** Empty when the vector has no direction: it is zero, or holds what is not a finite number. */
  static Optional<float[]> of(double[] values) {
    double largest = 0;
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return Optional.empty();
      }
      largest = Math.max(largest, Math.abs(value));
    }
    if (largest == 0) {
      return Optional.empty();
    }
    // Scaled by a power of two, which changes no bit of a fraction: squares neither overflow nor
    // vanish.
    int scale = -Math.getExponent(largest);
    double square = 0;
    for (double value : values) {
      double scaled = Math.scalb(value, scale);
      square += scaled * scaled;
    }
    double norm = Math.sqrt(square);
    float[] unit = new float[values.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (Math.scalb(values[i], scale) / norm);
    }
    return Optional.of(unit);
  }
}
