package io.hypnos.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class AttemptsTest {
  private final Attempts attempts = new Attempts(2);
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void workThatSucceedsInTheEndIsNotGivenUp() throws Exception {
    String answer =
        attempts.run(
            Stage.STORE,
            () -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
              }
              return "done";
            });

    assertThat(answer).isEqualTo("done");
  }

  @Test
  void workThatAlwaysFailsIsGivenUpAfterTheLimitAndTheReasonQuotesNothing() {
    GaveUpException failure = gaveUp(new IllegalStateException("secret text of a memory"));

    assertThat(calls).hasValue(2);
    assertThat(failure.attempts()).isEqualTo(2);
    assertThat(failure).hasMessage("store failed: IllegalStateException");
    assertThat(failure.overLimit()).isFalse();
  }

  @Test
  void whatTryingAgainCannotHelpIsGivenUpAtOnceWithItsOwnReason() {
    GaveUpException failure = gaveUp(new HypnosException(ErrorCode.NOT_FOUND, "it is gone"));

    assertThat(calls).hasValue(1);
    assertThat(failure).hasMessage("it is gone");
  }

  @Test
  void aLimitOfThePlanIsToldFromAFailure() {
    GaveUpException failure = gaveUp(new HypnosException(ErrorCode.QUOTA_EXCEEDED, "full"));

    assertThat(failure.overLimit()).isTrue();
  }

  @Test
  void aMissingDependencyIsThrownBecauseTheItemIsNotToBlame() {
    assertThatThrownBy(
            () ->
                attempts.run(
                    Stage.STORE, failing(HypnosException.unavailable("The database", null))))
        .isInstanceOfSatisfying(
            HypnosException.class,
            thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertThat(calls).hasValue(1);
  }

  @Test
  void aCancelledTaskNeverGivesUpAnItem() {
    Supplier<String> interrupted =
        () -> {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("broken off");
        };

    assertThatThrownBy(() -> attempts.run(Stage.STORE, interrupted))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private GaveUpException gaveUp(RuntimeException failure) {
    return catchThrowableOfType(
        GaveUpException.class, () -> attempts.run(Stage.STORE, failing(failure)));
  }

  private Supplier<String> failing(RuntimeException failure) {
    return () -> {
      calls.incrementAndGet();
      throw failure;
    };
  }
}
