package io.hypnos.engine.llm;

import io.hypnos.engine.llm.ChatResult.Reason;
import io.hypnos.engine.llm.ChatResult.Unanswered;
import java.time.Duration;
import java.util.Optional;

/** What one attempt brought, and how long the endpoint wants to be left alone, if it said so. */
record Attempt(ChatResult result, Optional<Duration> retryAfter) {
  static Attempt of(ChatResult result) {
    return new Attempt(result, Optional.empty());
  }

  /** Whether another attempt may help: not for what the endpoint or the model decided. */
  boolean isWorthAnother() {
    return result instanceof Unanswered unanswered
        && switch (unanswered.reason()) {
          case UNREACHABLE, TIMEOUT, RATE_LIMITED, SERVER_ERROR, MALFORMED, WRONG_SHAPE -> true;
          case OVER_BUDGET, BUSY, RESTING, REJECTED, DECLINED, TOO_LONG -> false;
        };
  }

  /** Whether the endpoint answered in a way that speaks for its health. */
  boolean isHealthy() {
    return !(result instanceof Unanswered unanswered)
        || switch (unanswered.reason()) {
          case UNREACHABLE, TIMEOUT, RATE_LIMITED, SERVER_ERROR -> false;
          // A question that is refused may be that question's fault: it must not rest the model for
          // all.
          case OVER_BUDGET, BUSY, RESTING, REJECTED, DECLINED, TOO_LONG, MALFORMED, WRONG_SHAPE ->
              true;
        };
  }

  boolean hasBadContent() {
    return result instanceof Unanswered unanswered
        && (unanswered.reason() == Reason.MALFORMED || unanswered.reason() == Reason.WRONG_SHAPE);
  }
}
