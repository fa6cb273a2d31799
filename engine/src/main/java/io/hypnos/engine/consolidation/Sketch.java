package io.hypnos.engine.consolidation;

import java.util.SplittableRandom;

/**
 * A vector in {@value #BITS} bits: on which side of as many random planes it lies. The share of
 * bits in which two sketches differ estimates the angle between the vectors, and comparing them
 * costs a handful of instructions instead of hundreds of multiplications.
 */
final class Sketch {
  static final int BITS = 512;
  static final int WORDS = BITS / Long.SIZE;

  /** Fixed: sketches of different processes must be comparable. */
  private static final long SEED = 0x5eed_5eedL;

  private static final float[] FLIPS = flips(SEED);
  private static final float[] MORE_FLIPS = flips(SEED + 1);

  private Sketch() {}

  /** Writes the sketch of a vector to {@code into} from {@code offset} on. */
  static void of(float[] vector, long[] into, int offset) {
    float[] turned = new float[BITS];
    for (int i = 0; i < vector.length; i++) {
      // Longer vectors are folded; that is one more random projection.
      turned[i % BITS] += vector[i] * FLIPS[(i * 31 + i / BITS) % BITS];
    }
    hadamard(turned);
    for (int i = 0; i < BITS; i++) {
      turned[i] *= MORE_FLIPS[i];
    }
    hadamard(turned);
    for (int word = 0; word < WORDS; word++) {
      long bits = 0;
      for (int bit = 0; bit < Long.SIZE; bit++) {
        if (turned[word * Long.SIZE + bit] >= 0) {
          bits |= 1L << bit;
        }
      }
      into[offset + word] = bits;
    }
  }

  /** In how many bits two sketches differ. */
  static int distance(long[] left, int leftOffset, long[] right, int rightOffset) {
    return Long.bitCount(left[leftOffset] ^ right[rightOffset])
        + Long.bitCount(left[leftOffset + 1] ^ right[rightOffset + 1])
        + Long.bitCount(left[leftOffset + 2] ^ right[rightOffset + 2])
        + Long.bitCount(left[leftOffset + 3] ^ right[rightOffset + 3])
        + Long.bitCount(left[leftOffset + 4] ^ right[rightOffset + 4])
        + Long.bitCount(left[leftOffset + 5] ^ right[rightOffset + 5])
        + Long.bitCount(left[leftOffset + 6] ^ right[rightOffset + 6])
        + Long.bitCount(left[leftOffset + 7] ^ right[rightOffset + 7]);
  }

  /** A rotation that costs n log n: with random signs before it, as good as a random one. */
  private static void hadamard(float[] values) {
    for (int half = 1; half < values.length; half *= 2) {
      for (int start = 0; start < values.length; start += 2 * half) {
        for (int i = start; i < start + half; i++) {
          float left = values[i];
          float right = values[i + half];
          values[i] = left + right;
          values[i + half] = left - right;
        }
      }
    }
  }

  private static float[] flips(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] flips = new float[BITS];
    for (int i = 0; i < BITS; i++) {
      flips[i] = random.nextBoolean() ? 1 : -1;
    }
    return flips;
  }
}
