package io.hypnos.engine.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BreakerTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Breaker breaker = new Breaker(2, Duration.ofNanos(10), nanos::get);

  @Test
  void aSuccessForgivesEarlierFailures() {
    breaker.failed();
    breaker.succeeded();
    breaker.failed();

    assertThat(breaker.admits()).isTrue();
  }

  @Test
  void afterThePauseOneMayTryAndItsFailureStartsThePauseAnew() {
    breaker.failed();
    breaker.failed();
    assertThat(breaker.admits()).isFalse();

    nanos.addAndGet(10);
    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.admits()).isFalse();
    breaker.failed();
    assertThat(breaker.admits()).isFalse();

    nanos.addAndGet(10);
    assertThat(breaker.admits()).isTrue();
    breaker.succeeded();
    assertThat(breaker.admits()).isTrue();
  }
}
