package io.hypnos.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class DurationHistogramTest {
  private final DurationHistogram durations = new DurationHistogram();

  @Test
  void nothingCountedIsNothing() {
    assertThat(durations.count()).isZero();
    assertThat(durations.percentile(0.95)).isZero();
  }

  @Test
  void percentilesAreGoodToATenth() {
    for (int i = 1; i <= 1_000; i++) {
      durations.add(i / 10.0);
    }

    assertThat(durations.count()).isEqualTo(1_000);
    assertThat(durations.percentile(0.5)).isCloseTo(50, Percentage.withPercentage(10));
    assertThat(durations.percentile(0.95)).isCloseTo(95, Percentage.withPercentage(10));
  }

  @Test
  void extremesAreCountedAtTheEnds() {
    durations.add(0);
    durations.add(1e12);

    assertThat(durations.percentile(0.5)).isCloseTo(0.01, within(0.001));
    assertThat(durations.percentile(1)).isGreaterThan(60_000);
  }
}
