package io.hypnos.engine.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.SettableClock;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class RetryTest {
  private final SettableClock clock = new SettableClock("2026-03-01T10:00:00Z");
  private final List<Duration> pauses = new ArrayList<>();
  private final Sleeper sleeper =
      pause -> {
        pauses.add(pause);
        clock.advance(pause);
      };
  private final Retry retry =
      new Retry(
          4,
          Duration.ofSeconds(10),
          new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1)),
          clock,
          new Random(5),
          sleeper);

  @Test
  void aCallThatSucceedsIsMadeOnce() {
    assertThat(retry.call(() -> "fine", failure -> RetryAdvice.tryAgain())).isEqualTo("fine");
    assertThat(pauses).isEmpty();
  }

  @Test
  void failuresAreRepeatedUntilASuccess() {
    FailingCall call = new FailingCall(3);

    assertThat(retry.call(call, failure -> RetryAdvice.tryAgain())).isEqualTo("fine after 3");
    assertThat(pauses).hasSize(3);
  }

  @Test
  void afterTheLastTryTheLastFailureIsSeen() {
    FailingCall call = new FailingCall(9);

    assertThatThrownBy(() -> retry.call(call, failure -> RetryAdvice.tryAgain()))
        .hasMessage("failure 4");
    assertThat(pauses).hasSize(3);
  }

  @Test
  void aFailureThatAnotherTryCannotMendIsSeenAtOnce() {
    assertThatThrownBy(() -> retry.call(new FailingCall(9), failure -> RetryAdvice.stop()))
        .hasMessage("failure 1");
    assertThat(pauses).isEmpty();
  }

  @Test
  void theOtherSidesWaitIsHonoured() {
    retry.call(
        new FailingCall(1), failure -> RetryAdvice.tryAgain(Optional.of(Duration.ofSeconds(4))));

    assertThat(pauses)
        .singleElement()
        .satisfies(
            pause -> assertThat(pause).isBetween(Duration.ofSeconds(4), Duration.ofMillis(4100)));
  }

  @Test
  void aWaitBeyondThePatienceIsNotBegun() {
    assertThatThrownBy(
            () ->
                retry.call(
                    new FailingCall(9),
                    failure -> RetryAdvice.tryAgain(Optional.of(Duration.ofSeconds(6)))))
        .hasMessage("failure 2");
    assertThat(pauses).hasSize(1);
  }

  @Test
  void anInterruptEndsTheWaitAndStaysVisible() {
    Retry interrupted =
        new Retry(
            4,
            Duration.ofSeconds(10),
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1)),
            clock,
            new Random(5),
            pause -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(
            () -> interrupted.call(new FailingCall(9), failure -> RetryAdvice.tryAgain()))
        .isInstanceOfSatisfying(
            HypnosException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasRootCauseMessage("failure 1");
    assertThat(Thread.interrupted()).isTrue();
  }

  private static final class FailingCall implements Supplier<String> {
    private final int failures;
    private int made;

    FailingCall(int failures) {
      this.failures = failures;
    }

    @Override
    public String get() {
      if (made == failures) {
        return "fine after " + made;
      }
      made++;
      throw new IllegalStateException("failure " + made);
    }
  }
}
