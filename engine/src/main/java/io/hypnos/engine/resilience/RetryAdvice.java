package io.hypnos.engine.resilience;

import java.time.Duration;
import java.util.Optional;

/**
 * What to do after a failure.
 *
 * @param again whether another try can help
 * @param notBefore what the other side asked to wait
 */
public record RetryAdvice(boolean again, Optional<Duration> notBefore) {
  public static RetryAdvice stop() {
    return new RetryAdvice(false, Optional.empty());
  }

  public static RetryAdvice tryAgain() {
    return new RetryAdvice(true, Optional.empty());
  }

  public static RetryAdvice tryAgain(Optional<Duration> notBefore) {
    return new RetryAdvice(true, notBefore);
  }
}
