package io.hypnos.engine.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.SettableClock;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final SettableClock clock = new SettableClock("2026-03-01T10:00:00Z");
  private final CircuitBreaker breaker =
      new CircuitBreaker("The model", new BreakerPolicy(3, PAUSE), clock);

  @Test
  void opensAfterSoManyFailuresInARow() {
    fail(2);
    assertThat(breaker.isClosed()).isTrue();

    fail(1);

    assertRefused("The model is not available: it failed repeatedly; next try in 30 s");
  }

  @Test
  void aSuccessBetweenBeginsTheCountAnew() {
    fail(2);
    assertThat(breaker.call(() -> "fine")).isEqualTo("fine");
    fail(2);

    assertThat(breaker.isClosed()).isTrue();
  }

  @Test
  void theRefusalSaysWhenToComeBack() {
    fail(3);
    clock.advance(Duration.ofMillis(28_500));

    assertThatThrownBy(breaker::acquire)
        .isInstanceOfSatisfying(
            HypnosException.class,
            refusal -> assertThat(refusal.details()).containsEntry("retry_after_seconds", 2L));
  }

  @Test
  void afterThePauseOneProbeIsLetThroughAndItsSuccessCloses() {
    fail(3);
    clock.advance(PAUSE);

    CircuitBreaker.Permit probe = breaker.acquire();
    assertRefused("next try in 30 s");
    probe.succeeded();

    assertThat(breaker.isClosed()).isTrue();
    assertThat(breaker.call(() -> "fine")).isEqualTo("fine");
  }

  @Test
  void aFailedProbeOpensForAnotherPause() {
    fail(3);
    clock.advance(PAUSE);
    fail(1);

    clock.advance(PAUSE.minusMillis(1));
    assertRefused("next try in 1 s");
    clock.advance(Duration.ofMillis(1));
    assertThat(breaker.call(() -> "fine")).isEqualTo("fine");
  }

  @Test
  void aProbeThatIsGivenUpLetsTheNextCallerProbe() {
    fail(3);
    clock.advance(PAUSE);

    breaker.acquire().abandoned();

    assertThat(breaker.isClosed()).isFalse();
    assertThat(breaker.call(() -> "fine")).isEqualTo("fine");
    assertThat(breaker.isClosed()).isTrue();
  }

  @Test
  void aProbeWithoutAnswerIsReplacedAfterAPauseAndItsLateOutcomeIgnored() {
    fail(3);
    clock.advance(PAUSE);
    CircuitBreaker.Permit lost = breaker.acquire();
    clock.advance(PAUSE);
    CircuitBreaker.Permit second = breaker.acquire();

    lost.failed();
    second.succeeded();

    assertThat(breaker.isClosed()).isTrue();
  }

  @Test
  void outcomesOfCallsFromBeforeTheOpeningAreIgnored() {
    CircuitBreaker.Permit slowSuccess = breaker.acquire();
    CircuitBreaker.Permit slowFailure = breaker.acquire();
    fail(3);
    clock.advance(PAUSE.minusSeconds(1));

    slowSuccess.succeeded();
    slowFailure.failed();

    assertRefused("next try in 1 s");
  }

  @Test
  void aPermitTakesOneReport() {
    CircuitBreaker.Permit permit = breaker.acquire();
    for (int i = 0; i < 5; i++) {
      permit.failed();
    }

    assertThat(breaker.isClosed()).isTrue();
  }

  @Test
  void anExceptionThatDoesNotBlameThePartIsAnAnswer() {
    fail(2);
    assertThatThrownBy(
            () ->
                breaker.call(
                    () -> {
                      throw new IllegalArgumentException("bad input");
                    },
                    failure -> !(failure instanceof IllegalArgumentException)))
        .hasMessage("bad input");
    fail(2);

    assertThat(breaker.isClosed()).isTrue();
  }

  @Test
  void anErrorSaysNothingAboutThePart() {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(
              () ->
                  breaker.call(
                      () -> {
                        throw new StackOverflowError();
                      }))
          .isInstanceOf(StackOverflowError.class);
    }

    assertThat(breaker.isClosed()).isTrue();
  }

  @Test
  void aCallThatWasGivenUpSaysNothingAboutThePart() {
    fail(2);
    assertThatThrownBy(
            () ->
                breaker.call(
                    () -> {
                      throw new CancellationException("given up");
                    }))
        .isInstanceOf(CancellationException.class);
    assertThat(breaker.isClosed()).isTrue();

    fail(1);

    assertThat(breaker.isClosed()).isFalse();
  }

  @Test
  void aClockThatIsSetBackHoldsNobody() {
    fail(3);
    clock.advance(Duration.ofDays(-1));

    assertThat(breaker.call(() -> "fine")).isEqualTo("fine");
  }

  @Test
  void ofManyCallersThatComeTogetherOneProbes() throws Exception {
    fail(3);
    clock.advance(PAUSE);
    int callers = 16;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<Future<Boolean>> probes = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        probes.add(
            threads.submit(
                () -> {
                  start.await();
                  return letThrough();
                }));
      }
      start.countDown();
      int probing = 0;
      for (Future<Boolean> probe : probes) {
        probing += probe.get() ? 1 : 0;
      }
      assertThat(probing).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anyHistoryEndsWithACallThatGoesThroughAfterAPause() {
    long seed = 20261128;
    Random random = new Random(seed);
    List<CircuitBreaker.Permit> open = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      switch (random.nextInt(5)) {
        case 0 -> clock.advance(Duration.ofMillis(random.nextInt(20_000)));
        case 1, 2 -> {
          try {
            open.add(breaker.acquire());
          } catch (HypnosException refused) {
            assertThat(breaker.isClosed()).as("seed %d, step %d", seed, step).isFalse();
          }
        }
        default -> {
          if (!open.isEmpty()) {
            CircuitBreaker.Permit permit = open.remove(random.nextInt(open.size()));
            switch (random.nextInt(4)) {
              case 0 -> permit.succeeded();
              case 1 -> permit.abandoned();
              default -> permit.failed();
            }
          }
        }
      }
    }
    clock.advance(PAUSE);

    breaker.acquire().succeeded();

    assertThat(breaker.isClosed()).as("seed %d", seed).isTrue();
  }

  private boolean letThrough() {
    try {
      breaker.acquire();
      return true;
    } catch (HypnosException refused) {
      return false;
    }
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(
              () ->
                  breaker.call(
                      () -> {
                        throw new IllegalStateException("down");
                      }))
          .hasMessage("down");
    }
  }

  private void assertRefused(String words) {
    assertThatThrownBy(() -> breaker.call(() -> "never"))
        .isInstanceOfSatisfying(
            HypnosException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining(words);
  }
}
