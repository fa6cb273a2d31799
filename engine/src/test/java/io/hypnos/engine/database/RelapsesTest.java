package io.hypnos.engine.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RelapsesTest {
  private final SettableClock clock = new SettableClock("2026-11-29T08:00:00Z");
  private final Relapses relapses = new Relapses(clock);

  @Test
  void whatFailsAgainAndAgainIsLeftAloneTwiceAsLongEachTime() {
    assertThat(relapses.next()).isEqualTo(Duration.ofSeconds(2));
    assertThat(relapses.next()).isEqualTo(Duration.ofSeconds(4));
    assertThat(relapses.next()).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void nothingIsLeftAloneLongerThanFiveMinutes() {
    for (int i = 0; i < 20; i++) {
      relapses.next();
    }

    assertThat(relapses.next()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void whatWasGoodForAWhileBeginsAnew() {
    relapses.next();
    relapses.next();

    clock.advance(Duration.ofMinutes(11));

    assertThat(relapses.next()).isEqualTo(Duration.ofSeconds(2));
  }
}
