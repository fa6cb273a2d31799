package io.hypnos.local.stack.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestartPauseTest {
  private final RestartPause pause = new RestartPause(Duration.ofSeconds(15));

  @Test
  void theFirstRestartIsAtOnceThenThePauseDoublesUpToItsLimit() {
    assertThat(Stream.generate(pause::next).limit(8).map(Duration::toSeconds))
        .containsExactly(0L, 1L, 2L, 4L, 8L, 15L, 15L, 15L);
  }

  @Test
  void recoveryForgetsEarlierFailures() {
    pause.next();
    pause.next();

    pause.reset();

    assertThat(pause.next()).isZero();
  }
}
