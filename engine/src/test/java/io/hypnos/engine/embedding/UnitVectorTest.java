package io.hypnos.engine.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class UnitVectorTest {
  @Test
  void directionStaysAndLengthIsOne() {
    assertThat(UnitVector.of(new double[] {3, -4}))
        .hasValueSatisfying(unit -> assertThat(unit).containsExactly(0.6f, -0.8f));
  }

  @Test
  void lengthIsOneForEveryMagnitude() {
    long seed = 17;
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      double magnitude = Math.pow(10, random.nextInt(600) - 300);
      double[] values =
          random.doubles(1 + random.nextInt(40), -1, 1).map(v -> v * magnitude).toArray();
      double square = 0;
      for (float value : UnitVector.of(values).orElseThrow()) {
        square += (double) value * value;
      }
      assertThat(square).as("seed %d, round %d", seed, round).isCloseTo(1, Offset.offset(1e-5));
    }
    assertThat(UnitVector.of(new double[] {Double.MIN_VALUE, 0})).hasValue(new float[] {1, 0});
    assertThat(UnitVector.of(new double[] {0, -Double.MAX_VALUE})).hasValue(new float[] {0, -1});
  }

  @Test
  void whatHasNoDirectionIsRefused() {
    assertThat(UnitVector.of(new double[] {0, -0.0})).isEmpty();
    assertThat(UnitVector.of(new double[] {1, Double.NaN})).isEmpty();
    assertThat(UnitVector.of(new double[] {Double.POSITIVE_INFINITY, 1})).isEmpty();
    assertThat(UnitVector.of(new double[0])).isEmpty();
  }
}
